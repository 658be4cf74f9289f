internal import Messages
internal import TherapyContract

/// Whether what people read is plain. It judges shape alone; whether it is kind and true, a person
/// has to read.
enum PlainWords {
    /// The most words of a sentence.
    private static let longest = 25

    /// What is not plain in a contract.
    static func faults(in contract: PluginContract) -> [Advice] {
        let titles =
            [contract.title] + contract.offerings.map(\.title)
            + contract.curriculum.flatMap { $0.modules.map(\.title) }
            + contract.practice.map(\.title)
        let sentences =
            contract.curriculum.flatMap { $0.modules.compactMap(\.goal) }
            + contract.reads.map(\.because)
            + contract.configuration.values.compactMap(\.because)
        return titles.flatMap { $0.texts.values.flatMap { faults(in: $0, least: 1) } }
            + sentences.flatMap { faults(in: $0, least: 2) }
    }

    /// What is not plain in what staff are told.
    static func faults(in action: Action) -> [Advice] {
        switch action {
        case .alert(_, _, _, let text), .proposeReview(_, let text), .proposeStepUp(_, let text),
            .duty(_, _, _, _, let text):
            faults(in: text, least: 3)
        default: []
        }
    }

    /// - Parameter least: the fewest words that say something.
    private static func faults(in text: String, least: Int) -> [Advice] {
        let shown = text.printable(upTo: 60)
        let sentences = text.split { ".?!;:".contains($0) }
            .map { $0.split(whereSeparator: \.isWhitespace) }
        let words = sentences.flatMap(\.self)
        var faults: [Advice] = []
        if words.count < least {
            faults.append(
                Advice("“\(shown)” says too little.", remedy: "Write \(least) words or more."))
        }
        if sentences.contains(where: { $0.count > longest }) {
            faults.append(
                Advice(
                    "“\(shown)…” has a sentence of more than \(longest) words.",
                    remedy: "Make two of it."))
        }
        if words.contains(where: isShouted) {
            faults.append(
                Advice("“\(shown)” is in capitals.", remedy: "Write it in small letters."))
        }
        return faults
    }

    /// A word in capitals that is longer than an abbreviation is.
    private static func isShouted(_ word: Substring) -> Bool {
        let letters = word.filter(\.isLetter)
        return letters.count > 5 && letters.allSatisfy(\.isUppercase)
    }
}
