import Testing

@Suite("What is shipped keeps every promise")
struct PromiseTests {
    @Test("Nothing in the sources gives one up")
    func project() throws {
        let files = try SourceTree.swift(in: ["Sources", "Plugins"])
        #expect(files.flatMap(PromiseRule.faults) == [])
        #expect(files.contains { $0.path == "Sources/PeerKit/Peer/PeerPromises.swift" })
    }

    @Test(
        "Each way to give one up is found",
        arguments: [
            "settings.promises = []", "settings.promises.remove(.repairsGaps)",
            "let some = PeerPromises(rawValue: 1)", "#if DEBUG\nlet it = 1\n#endif",
        ])
    func found(text: String) {
        let file = SourceFile(path: "Sources/ServiceKit/A.swift", text: text)
        #expect(PromiseRule.faults(in: file).count == 1)
    }

    @Test("Keeping one is let through, and so is a proof")
    func passes() {
        let keeping = "guard settings.promises.contains(.decidesOnce) else { return nil }"
        let taking = "settings.promises.remove(.repairsGaps)"
        for (path, text) in [("Sources/PeerKit/A.swift", keeping), ("Tests/Proof/A.swift", taking)]
        {
            #expect(PromiseRule.faults(in: SourceFile(path: path, text: text)) == [])
        }
    }
}
