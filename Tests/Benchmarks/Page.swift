internal import Foundation

/// A Markdown page with a place for the table.
struct Page {
    let path: String
    private static let begin = "<!-- table: deploy/benchmark --write -->"
    private static let end = "<!-- end of table -->"

    /// Puts the table between the page's two marks.
    func replaceTable(by table: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard let begin = text.range(of: Self.begin), let end = text.range(of: Self.end),
            begin.upperBound <= end.lowerBound
        else { throw BenchmarkError("\(path) has no place for the table") }
        let new = text[..<begin.upperBound] + "\n\(table)\n" + text[end.lowerBound...]
        try String(new).write(toFile: path, atomically: true, encoding: .utf8)
    }
}
