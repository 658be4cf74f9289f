/// Text in paragraphs, broken into lines.
enum Prose {
    /// The paragraphs of a text: a blank line ends one, and what is indented is kept as it is.
    static func paragraphs(of text: String) -> [String] {
        text.split(separator: "\n\n", omittingEmptySubsequences: true).map { paragraph in
            paragraph.hasPrefix("    ")
                ? String(paragraph)
                : paragraph.split(separator: "\n").joined(separator: " ")
        }
    }

    /// The lines of a paragraph.
    ///
    /// - Parameters:
    ///   - width: the most characters of a line. A piece of code is not broken.
    ///   - indent: what each line but the first begins with.
    static func lines(of paragraph: String, width: Int, indent: String = "") -> [String] {
        guard !paragraph.hasPrefix("    ") else {
            return paragraph.split(separator: "\n").map(String.init)
        }
        var lines: [String] = []
        var line = ""
        for word in words(of: paragraph) {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = indent + word
            } else {
                line += line.isEmpty ? word : " " + word
            }
        }
        return lines + (line.isEmpty ? [] : [line])
    }

    /// Words, with each piece of code as one.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var isCode = false
        for word in text.split(separator: " ") {
            if isCode, let last = words.popLast() {
                words.append("\(last) \(word)")
            } else {
                words.append(String(word))
            }
            if word.count(where: { $0 == "`" }) % 2 == 1 { isCode.toggle() }
        }
        return words
    }
}
