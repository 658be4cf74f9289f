extension Unicode.Scalar {
    /// Whether it would steer a terminal, begin another line or turn the order of what follows
    /// instead of being shown: the control characters of ASCII and of ISO 8859-1, the separators of
    /// lines, and the characters that embed, override or isolate a direction.
    package var steersTerminal: Bool {
        value < 0x20 || (0x7f...0x9f).contains(value) || (0x2028...0x202e).contains(value)
            || (0x2066...0x2069).contains(value)
    }

    /// Whether it begins or ends what is set apart from the direction around it.
    fileprivate var setsApart: Bool { value == 0x2068 || value == 0x2069 }

    /// Whether it is of a script that is written from right to left: Hebrew, Arabic and their like.
    fileprivate var isRightToLeft: Bool {
        switch value {
        case 0x0590...0x08ff, 0xfb1d...0xfdff, 0xfe70...0xfefe, 0x10800...0x10fff,
            0x1e800...0x1efff:
            true
        default: false
        }
    }
}

extension StringProtocol {
    /// Whether it says nothing.
    package var isBlank: Bool { allSatisfy(\.isWhitespace) }

    /// The same text in one line, without what would steer a terminal: a word of somebody's begins no
    /// line and hides none. What sets another direction apart stays, and ends with the line.
    package var inOneLine: String {
        let steers = unicodeScalars.contains { $0.steersTerminal && !$0.setsApart }
        guard steers else { return String(self) }
        let shown = unicodeScalars.map { scalar in
            scalar.steersTerminal && !scalar.setsApart ? " " : scalar
        }
        return String(String.UnicodeScalarView(shown))
    }

    /// What of a text that somebody else wrote may be shown on a terminal.
    ///
    /// One that is longer ends with `…`, so that nobody takes a part for all. One that is written from
    /// right to left is set apart (by Unicode's isolates), or a telephone number behind it would be
    /// shown in another order.
    ///
    /// - Parameter limit: how many characters of Unicode are shown at most.
    package func printable(upTo limit: Int) -> String {
        var shown = String.UnicodeScalarView(
            unicodeScalars.lazy.filter { !$0.steersTerminal }.prefix(limit + 1))
        if shown.count > limit {
            shown.removeLast(limit > 0 ? 2 : 1)
            shown.append("…")
        }
        let text = String(shown)
        return shown.contains(where: \.isRightToLeft) ? "\u{2068}\(text)\u{2069}" : text
    }
}
