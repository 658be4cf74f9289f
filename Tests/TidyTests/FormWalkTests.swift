import Testing

@Suite("The way of one form")
struct FormWalkTests {
    @Test("Each function that the page names stands in the file that it names")
    func walk() throws {
        let files = try SourceTree.everything()
        let page = try #require(files.first { $0.path == "docs/walk.md" })
        let steps = WalkRule.steps(of: page)
        #expect(steps.count > 30)
        let faults = steps.compactMap { step in
            WalkRule.fault(of: step, in: files.first { $0.path == step.file }?.text)
        }
        #expect(faults == [])
    }

    @Test("A function that moved, a type that was renamed and a file that is gone are found")
    func found() {
        let page = SourceFile(
            path: "docs/a.md",
            text: "| function | file |\n| --- | --- |\n| `Desk.take` | `A.swift` | takes |")
        let step = WalkRule.Step(type: "Desk", function: "take", file: "A.swift")
        #expect(WalkRule.steps(of: page) == [step])
        #expect(WalkRule.fault(of: step, in: "struct Desk {\n    func take(_ a: Int) {}") == nil)
        #expect(WalkRule.fault(of: step, in: "struct Desk {\n    func takes() {}") != nil)
        #expect(WalkRule.fault(of: step, in: "struct Table {\n    func take() {}") != nil)
        #expect(WalkRule.fault(of: step, in: nil) != nil)
    }
}
