/// How wide a page in Markdown may be, so that its source can be read and its changes compared.
enum PageRule {
    /// Characters of a line of prose. Tables and code keep the lines that they need.
    static let width = 100

    static func widthFaults(in page: SourceFile) -> [String] {
        var isCode = false
        return page.lines.compactMap { number, line in
            let start = line.drop { $0 == " " }
            if start.hasPrefix("```") { isCode.toggle() }
            let isTable = start.hasPrefix("|")
            // What has no space, as a long link, or is one piece of code cannot be broken.
            let isSpan =
                start.hasPrefix("`") && start.dropFirst().firstIndex(of: "`") == start.indices.last
            let canBreak = start.contains(" ") && !isSpan
            guard !isCode, !isTable, !line.hasPrefix("    "), canBreak, line.count > width else {
                return nil
            }
            return "\(page.path):\(number) has \(line.count) characters"
        }
    }
}
