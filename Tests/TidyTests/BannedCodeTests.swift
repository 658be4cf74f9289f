import Testing

@Suite("What code may not do")
struct BannedCodeTests {
    @Test("The project does none of it", arguments: WordRule.all)
    func project(rule: WordRule) throws {
        #expect(try SourceTree.swift().flatMap(rule.faults) == [])
    }

    @Test("Each is found in a core", arguments: WordRule.all)
    func found(rule: WordRule) {
        let file = SourceFile(
            path: "Sources/Services/Scheduler/Core/A.swift", text: "let it = \(rule.word) { }")
        #expect(rule.faults(in: file).count == 1)
    }

    @Test(
        "A comment, a text and a longer word are no code",
        arguments: [
            "// never try! this", "let text = \"try! it\"", "let reprinted = blueprint",
            "let text = \"a \\\" try! it\"",
        ])
    func passes(line: String) {
        let file = SourceFile(path: "Sources/Services/Scheduler/Core/A.swift", text: line)
        #expect(WordRule.all.flatMap { $0.faults(in: file) } == [])
    }

    @Test("Sockets may say why they are safe, and nobody else")
    func busOnly() throws {
        let rule = try #require(WordRule.all.first { $0.word == "@unchecked Sendable" })
        let line = "final class Socket: @unchecked Sendable {"
        #expect(rule.faults(in: SourceFile(path: "Sources/Bus/Socket.swift", text: line)) == [])
        #expect(
            rule.faults(in: SourceFile(path: "Sources/Services/Hub/A.swift", text: line)).count == 1
        )
    }

    @Test("Nothing is unwrapped by force")
    func forceUnwraps() throws {
        #expect(try SourceTree.swift().flatMap(ForceUnwrapRule.faults) == [])
    }

    @Test(
        "A forced unwrap is found",
        arguments: ["names.first!", "map[key]!.count", "f(x)! + 1", "a!"])
    func foundUnwrap(line: String) {
        #expect(ForceUnwrapRule.faults(in: SourceFile(path: "A.swift", text: line)).count == 1)
    }

    @Test(
        "A negation and an inequality are not forced unwraps",
        arguments: ["if !isEmpty { }", "a != b", "f(!x)", "a !== b", "x && !(y)"])
    func noUnwrap(line: String) {
        #expect(ForceUnwrapRule.faults(in: SourceFile(path: "A.swift", text: line)) == [])
    }
}
