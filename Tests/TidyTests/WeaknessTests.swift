import Testing

@Suite("Release builds keep every guarantee")
struct WeaknessTests {
    @Test("Nothing in the sources weakens one")
    func project() throws {
        let files = try SourceTree.swift()
        #expect(files.flatMap(WeaknessRule.faults) == [])
        #expect(files.contains { $0.path == "Sources/Journal/Weakness.swift" })
    }

    @Test(
        "Both ways to weaken one are found",
        arguments: [
            "let it = Weakness(rawValue: name)", "#if DEBUG\n#else\n  contains(guarantee)\n#endif",
            "if settings.weaknesses.contains(.dedupe) { }",
        ])
    func found(text: String) {
        let file = SourceFile(path: "Sources/Services/Hub/A.swift", text: text)
        #expect(WeaknessRule.faults(in: file).count == 1)
    }

    @Test("What stands under DEBUG is let through")
    func debug() {
        let text = "#if DEBUG\n  contains(guarantee)\n#else\n  false\n#endif"
        #expect(
            WeaknessRule.faults(in: SourceFile(path: "Sources/Services/Hub/A.swift", text: text))
                == [])
    }
}
