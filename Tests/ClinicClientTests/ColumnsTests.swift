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
}
