extension Unicode.Scalar {
    /// Whether it would steer a terminal or begin another line instead of being shown: the control
    /// characters of ASCII and of ISO 8859-1.
    package var steersTerminal: Bool { value < 0x20 || (0x7f...0x9f).contains(value) }
}

extension StringProtocol {
    /// Whether it says nothing.
    package var isBlank: Bool { allSatisfy(\.isWhitespace) }

    /// What of a text that somebody else wrote may be shown on a terminal.
    ///
    /// - Parameter limit: how many characters of Unicode are shown at most.
    package func printable(upTo limit: Int) -> String {
        let shown = unicodeScalars.lazy.filter { !$0.steersTerminal }.prefix(limit)
        return String(String.UnicodeScalarView(shown))
    }
}
