internal import Messages

/// The texts that a contract may hold.
public enum ContractText {
    /// How many characters of Unicode a text may have.
    public static let limit = SessionOffered.longestText

    /// Whether a text may be shown: short, on one line, and nothing that steers a terminal.
    public static func isFit(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return scalars.count <= limit && scalars.allSatisfy(isPlain)
            && scalars.contains { !$0.properties.isWhitespace }
    }

    /// Whether a character is shown as it is, and steers nothing.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
