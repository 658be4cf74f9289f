import Testing

@Suite("What the page on architecture names")
struct NameTests {
    @Test("Each type and each module that it names is there")
    func architecture() throws {
        let files = try SourceTree.everything()
        let page = try #require(files.first { $0.path == "docs/ARCHITECTURE.md" })
        let names = NameRule.names(in: page)
        #expect(names.count > 50)
        // Swift's own, and the one module in C.
        let others: Set<String> = ["Codable", "CZeroMQ"]
        let known = NameRule.known(in: files).union(others)
        #expect(names.filter { !known.contains($0) } == [])
    }

    @Test("A type that was renamed is found, and a nested one is known")
    func found() {
        let page = SourceFile(path: "docs/a.md", text: "`Desk` gives `Line`, and `Table` none.")
        let file = SourceFile(
            path: "Sources/Room/A.swift", text: "struct Desk: Sendable {\n    enum Line {}\n}")
        let names = NameRule.names(in: page)
        #expect(names == ["Desk", "Line", "Table"])
        #expect(names.filter { !NameRule.known(in: [file]).contains($0) } == ["Table"])
        #expect(NameRule.known(in: [file]).contains("Room"))
    }
}
