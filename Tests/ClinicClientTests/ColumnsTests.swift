import Testing

@testable import ClinicClient

@Suite("Columns")
struct ColumnsTests {
    @Test("A column is as wide as its widest cell, and no line ends in spaces")
    func widths() {
        let lines = Columns([["A", "BB", "C"], ["aaa", "b", ""]]).lines
        #expect(lines == ["A    BB  C", "aaa  b"])
    }

    @Test("A row with fewer cells is no fault")
    func raggedRows() {
        #expect(Columns([["one"], ["two", "cells"]]).lines == ["one", "two  cells"])
    }

    @Test("A cell is one line whatever is in it, and what sets a text apart takes no place")
    func oneLine() {
        let rows = [
            ["c-1", "told: a\nc-9  now  \u{1B}[31mx", "512"],
            ["c-2", "\u{2068}אנה\u{2069}", "513"],
        ]
        let lines = Columns(rows).lines
        #expect(lines.count == 2 && lines.allSatisfy { !$0.contains("\n") })
        #expect(lines.allSatisfy { !$0.contains("\u{1B}") })
        let widths = lines.map { line in
            line.count { !["\u{2068}", "\u{2069}"].contains($0) }
        }
        #expect(widths[0] == widths[1])
    }
}
