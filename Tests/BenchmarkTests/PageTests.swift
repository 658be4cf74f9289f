import Foundation
import Testing

@testable import cairn_benchmark

/// What `--write` does to a page, with and without `--only`.
@Suite("A page of benchmarks")
struct PageTests {
    private let path = FileManager.default.temporaryDirectory.path + "/cairn-page-\(UUID())"

    /// Writes a page whose table has these lines, calls `body`, and removes the page.
    private func withPage(_ table: String, _ body: (Page) throws -> Void) throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let marks = ("<!-- table: deploy/benchmark --write -->", "<!-- end of table -->")
        try "# Before\n\(marks.0)\n\(table)\n\(marks.1)\nAfter.\n"
            .write(toFile: path, atomically: true, encoding: .utf8)
        try body(Page(path: path))
    }

    private var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    private func row(_ what: String, _ ours: String) -> Row {
        Row(what: what, setting: "256 B", ours: ours, against: "a peer")
    }

    private func scenario(_ name: String) throws -> Scenario {
        try #require(Scenario.all.first { $0.name == name })
    }

    /// Lines of three scenarios, one of them with a line that goes with the one before it.
    private func sample() throws -> Table {
        var table = Table()
        table.set([row("round trip", "9 µs")], of: try scenario("round-trip"))
        table.set(
            [
                row("durable publish", "1 k/s"), row("… with envelopes encoded", "2 k/s"),
                row("durable publish", "3 k/s"),
            ], of: try scenario("durable"))
        table.set([row("idle clinic", "5 MiB")], of: try scenario("idle"))
        return table
    }

    /// The figures in the table, in order.
    private func figures(_ table: Table) -> [String] {
        table.text.split(separator: "\n").dropFirst(2).map {
            $0.split(separator: "|")[2].trimmingCharacters(in: .whitespaces)
        }
    }

    @Test("is read as it was written, in the order of the scenarios")
    func readBack() throws {
        let table = try sample()
        #expect(figures(table) == ["1 k/s", "2 k/s", "3 k/s", "9 µs", "5 MiB"])
        try withPage("none yet") { page in
            try page.write(table)
            #expect(try Page(path: path).table().text == table.text)
            #expect(text.hasPrefix("# Before\n<!--"))
            #expect(text.hasSuffix("-->\nAfter.\n"))
        }
    }

    @Test("keeps the lines of scenarios that were not run, and no old line of those that were")
    func replace() throws {
        var run = Table()
        run.set([row("durable publish", "7 k/s")], of: try scenario("durable"))
        run.set([row("CPU per received event", "8 ns")], of: try scenario("receiving"))
        try withPage(try sample().text) { page in
            var whole = try page.table()
            whole.take(from: run)
            #expect(figures(whole) == ["7 k/s", "8 ns", "9 µs", "5 MiB"])
        }
    }

    @Test(
        "is refused where a line belongs to no scenario, or is none",
        arguments: [
            "| somebody's own | x | 1 | y | 2 | | |", "| … alone | x | 1 | y | 2 | | |",
            "| round trip | x | 1 |", "some words",
        ])
    func strange(_ line: String) throws {
        let heading = try sample().text.split(separator: "\n").prefix(2).joined(separator: "\n")
        try withPage("\(heading)\n\(line)") { page in
            #expect(throws: BenchmarkError.self) { try page.table() }
        }
    }

    @Test("is refused with other columns than those that are written now")
    func otherHeading() throws {
        let table = try sample().text.replacingOccurrences(of: "| note", with: "| what")
        try withPage(table) { page in
            #expect(throws: BenchmarkError.self) { try page.table() }
        }
    }

    @Test("is refused without one place for the table")
    func marks() throws {
        #expect(throws: BenchmarkError.self) {
            try withPage("<!-- end of table -->") { _ in Issue.record("two ends were one") }
        }
    }

    @Test("has for each line one scenario")
    func subjects() {
        let subjects = Scenario.all.flatMap(\.subjects)
        #expect(Set(subjects).count == subjects.count)
        #expect(!subjects.contains { $0.hasPrefix("…") })
    }

    @Test("of this project is understood")
    func ours() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try Page(path: folder.appending(path: "docs/performance.md").path)
        #expect(figures(try page.table()).count > 50)
    }
}
