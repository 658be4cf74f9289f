extension Identifier where Kind == Client {
    /// Whether it is in the one form that a new id may have: small letters, digits and single dashes
    /// between them, the first a letter, the last a digit.
    ///
    /// Ids of before, which ``isPseudonym`` lets pass, stay readable. No name is in this form by
    /// itself; that a given one says nothing of the person is because assessment counts.
    package var isInForm: Bool {
        guard text.utf8.count <= 32, let last = text.utf8.last, Self.isDigit(last) else {
            return false
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first?.utf8.first, Self.isSmall(first) else { return false }
        return parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { Self.isDigit($0) || Self.isSmall($0) }
        } && (!text.hasPrefix("c-") || number != nil || !parts[1].utf8.allSatisfy(Self.isDigit))
    }

    /// The id that assessment gives to its n-th client: `c-0001`.
    package init(number: Int) {
        let digits = String(number)
        self.init("c-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
    }

    /// Its number, where it is one that is counted: 1 of `c-0001`, and of `c-1` too. Numbers have six
    /// digits at the most.
    package var number: Int? {
        guard text.hasPrefix("c-") else { return nil }
        let digits = text.utf8.dropFirst(2)
        guard (1...6).contains(digits.count), digits.allSatisfy(Self.isDigit) else { return nil }
        return Int(text.dropFirst(2))
    }

    /// The id that somebody means who typed this: `1`, `c1`, `C-1` and `0001` stand for `c-0001`.
    /// All else stands for itself, without blanks around it; `nil` where no client can have it.
    package init?(typed: String) {
        let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\u{00A0}"]
        let word = String(
            typed.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed())
        let small = word.lowercased()
        let digits =
            small.hasPrefix("c-")
            ? small.dropFirst(2)
            : small.hasPrefix("c") ? small.dropFirst(1) : small[...]
        if (1...6).contains(digits.utf8.count), digits.utf8.allSatisfy(Self.isDigit),
            let number = Int(digits), number > 0
        {
            self.init(number: number)
            return
        }
        self.init(word)
        if !isPseudonym { return nil }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isSmall(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
