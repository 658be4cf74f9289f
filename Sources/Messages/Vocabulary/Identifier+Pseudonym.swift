extension Identifier where Kind == Client {
    /// Whether it can be a pseudonym: 1 to 64 letters of the Latin alphabet, digits, dashes, dots
    /// and underscores, the first of them a letter or a digit.
    ///
    /// A name that was typed in its place has a space, or another letter, more often than not.
    package var isPseudonym: Bool {
        let bytes = text.utf8
        guard (1...64).contains(bytes.count), let first = bytes.first else { return false }
        return Self.isAlphanumeric(first)
            && bytes.allSatisfy { Self.isAlphanumeric($0) || Self.marks.contains($0) }
    }

    private static var marks: [UInt8] { Array("-._".utf8) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
