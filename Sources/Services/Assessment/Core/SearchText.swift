internal import Messages

/// A name or a contact as it is looked for: without case, accents and punctuation.
struct SearchText: Equatable {
    /// The words of letters and digits.
    private let words: [String]
    /// The digits alone, as of a telephone number however it is written.
    private let digits: String

    init(_ text: String) {
        let scalars = text.lowercased().unicodeScalars.compactMap(SearchText.plain)
        words = String(String.UnicodeScalarView(scalars))
            .split { !$0.isLetter && !$0.isNumber }.map(String.init)
        digits = String(text.filter { ("0"..."9").contains($0) })
    }

    /// Whether it says too little to be looked for.
    var isTooShort: Bool { words.reduce(0) { $0 + $1.count } < 3 }

    /// Whether two contacts are one, however they are written: the same words, and the same digits,
    /// with or without what stands before a local number.
    func isSameContact(as other: SearchText) -> Bool {
        func words(_ text: SearchText) -> [String] {
            text.words.filter { !$0.allSatisfy(\.isNumber) }
        }
        let (short, long) =
            digits.count < other.digits.count
            ? (digits, other.digits) : (other.digits, digits)
        return words(self) == words(other)
            && (short == long || short.count >= SearchText.localNumber && long.hasSuffix(short))
    }

    /// The digits of a local telephone number in North America.
    private static let localNumber = 7

    /// Whether a name or contact has all that is looked for: each word within one of its own, or, of
    /// four digits and more, the digits in their order.
    func isFound(in name: SearchText, _ contact: SearchText) -> Bool {
        let all = name.words + contact.words
        if words.allSatisfy({ word in all.contains { $0.contains(word) } }) { return true }
        return digits.count >= 4 && words.allSatisfy { $0.allSatisfy(\.isNumber) }
            && contact.digits.contains(digits)
    }

    /// A letter without its accent; `nil` for an accent by itself.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard !scalar.isASCII else { return scalar }
        guard scalar.properties.generalCategory != .nonspacingMark else { return nil }
        // LATIN SMALL LETTER E WITH ACUTE
        let words = scalar.properties.name?.split(separator: " ") ?? []
        guard words.first == "LATIN", let place = words.firstIndex(of: "LETTER"),
            place + 1 < words.count, words[place + 1].count == 1
        else { return scalar }
        return words[place + 1].lowercased().unicodeScalars.first ?? scalar
    }
}
