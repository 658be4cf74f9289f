/// Words that may not stand in code of some folders, and why.
struct WordRule: CustomStringConvertible {
    let word: String
    let reason: String
    /// Where it holds.
    var applies: @Sendable (_ path: String) -> Bool = { _ in true }

    var description: String { word }

    func faults(in file: SourceFile) -> [String] {
        guard applies(file.path) else { return [] }
        return file.code.filter { WordRule.has(word, in: $0.text) }
            .map { "\(file.path):\($0.number) has `\(word)`: \(reason)" }
    }

    /// Whether a word stands alone, and not as the end or the beginning of another.
    static func has(_ word: String, in line: String) -> Bool {
        var rest = line[...]
        while let range = rest.firstRange(of: word) {
            let before = rest[..<range.lowerBound].last
            let after = rest[range.upperBound...].first
            let isWhole =
                !(isLetter(before) && isLetter(word.first))
                && !(isLetter(after) && isLetter(word.last))
            if isWhole { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    private static func isLetter(_ character: Character?) -> Bool {
        character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
    }

    private static let isCore: @Sendable (String) -> Bool = { path in
        let parts = path.split(separator: "/")
        return parts.count > 4 && parts.starts(with: ["Sources", "Services"]) && parts[3] == "Core"
    }
    /// Where an hour and a day have names: `Duration.hours`, `Timestamp.fullHour` and so on.
    private static let isOutsideVocabulary: @Sendable (String) -> Bool = {
        $0.hasPrefix("Sources/") && !$0.hasPrefix("Sources/Messages/Vocabulary/")
    }
    private static let isOutsideBus: @Sendable (String) -> Bool = { !$0.hasPrefix("Sources/Bus/") }

    static let all: [WordRule] =
        [
            ("Date()", "time comes in as an argument"), ("Date.now", "time comes in"),
            ("Clock()", "time comes in"), ("UUID()", "identifiers come in as an argument"),
            (".random", "chance comes in as an argument"),
            (".shuffled()", "chance comes in as an argument"),
            ("SystemRandomNumberGenerator", "chance comes in as an argument"),
            ("FileManager", "a core has no files"), ("ProcessInfo", "a core has no environment"),
            ("print", "a core has no output"), ("Task", "a core is called and returns"),
            ("async", "a core is called and returns"), ("hashValue", "it differs in each process"),
        ].map { WordRule(word: $0.0, reason: $0.1, applies: isCore) }
        + [
            WordRule(word: "try!", reason: "an error has a remedy"),
            WordRule(word: "as!", reason: "a mistake is an error with a remedy"),
            WordRule(word: "fatalError", reason: "an error has a remedy"),
            WordRule(
                word: "@unchecked Sendable", reason: "only sockets need it", applies: isOutsideBus),
            WordRule(
                word: "nonisolated(unsafe)", reason: "only sockets need it", applies: isOutsideBus),
            WordRule(
                word: "3600", reason: "an hour has a name", applies: isOutsideVocabulary),
            WordRule(
                word: "3_600", reason: "an hour has a name", applies: isOutsideVocabulary),
            WordRule(
                word: "3_600_000", reason: "an hour has a name", applies: isOutsideVocabulary),
            WordRule(
                word: "86_400", reason: "a day has a name", applies: isOutsideVocabulary),
            WordRule(
                word: "86_400_000", reason: "a day has a name", applies: isOutsideVocabulary),
            WordRule(word: "@preconcurrency", reason: "the compiler must see everything"),
        ]

    /// Notes to oneself have no place in what is shipped; these stand in comments.
    static let notes = ["FIXME", "TODO", "XXX", "HACK"]
}
