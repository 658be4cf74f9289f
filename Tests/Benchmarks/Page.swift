internal import Foundation

/// A Markdown page with a place for the table.
struct Page {
    private let path: String
    private let before: String
    /// What is in the table's place.
    private let place: String
    private let after: String
    private static let begin = "<!-- table: deploy/benchmark --write -->"
    private static let end = "<!-- end of table -->"

    /// Reads a page; throws if it has not one place for the table.
    init(path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let parts = text.components(separatedBy: Self.begin)
        let rest = (parts.count == 2 ? parts[1] : "").components(separatedBy: Self.end)
        guard parts.count == 2, rest.count == 2 else {
            throw BenchmarkError(
                "\(path) has not one place for the table, between \(Self.begin) and \(Self.end)")
        }
        (self.path, before, place, after) = (path, parts[0], rest[0], rest[1])
    }

    /// The table that is there.
    func table() throws -> Table {
        do {
            return try Table(reading: place)
        } catch let error as BenchmarkError {
            throw BenchmarkError(
                "\(path) cannot be understood: \(error); write all of it, without --only")
        }
    }

    /// Puts a table between the page's two marks.
    func write(_ table: Table) throws {
        try "\(before)\(Self.begin)\n\(table.text)\n\(Self.end)\(after)"
            .write(toFile: path, atomically: true, encoding: .utf8)
    }
}
