import Foundation
import TestKit
import Testing

@Suite("What the project's texts say")
struct TextTests {
    @Test("Nothing refers to a place outside the project")
    func strangers() throws {
        #expect(try SourceTree.everything().flatMap(TextRule.strangerFaults) == [])
    }

    @Test("A place outside is found", arguments: TextRule.strangers)
    func foundStranger(place: String) {
        let file = SourceFile(path: "docs/a.md", text: "See \(place)x.")
        #expect(TextRule.strangerFaults(in: file).count == 1)
    }

    @Test("No note to oneself is left")
    func notes() throws {
        let files = try SourceTree.everything().filter { !$0.path.hasPrefix("Tests/TidyTests/") }
        #expect(files.flatMap(TextRule.noteFaults) == [])
        let note = SourceFile(path: "A.swift", text: "// \(WordRule.notes[1]): later")
        #expect(TextRule.noteFaults(in: note).count == 1)
    }

    @Test("The first pages name who acts")
    func actors() throws {
        let pages = try SourceTree.everything().filter { TextRule.firstPages.contains($0.path) }
        #expect(pages.count == TextRule.firstPages.count)
        #expect(pages.flatMap(TextRule.actorFaults) == [])
        let page = SourceFile(path: "README.md", text: "Whoever runs it.\nAn operator runs it.")
        #expect(TextRule.actorFaults(in: page).count == 1)
    }

    @Test("Every relative link leads to a file")
    func links() throws {
        let root = Golden.root()
        let pages = try SourceTree.everything().filter { $0.path.hasSuffix(".md") }
        try #require(!pages.isEmpty)
        let faults = pages.flatMap { page in
            TextRule.linkFaults(in: page) {
                FileManager.default.fileExists(atPath: root.appendingPathComponent($0).path)
            }
        }
        #expect(faults == [])
    }

    @Test("A page's prose keeps within its width")
    func width() throws {
        let pages = try SourceTree.everything().filter { $0.path.hasSuffix(".md") }
        #expect(pages.flatMap(PageRule.widthFaults) == [])
    }

    @Test("A line of prose that is too long is found; tables and code have what they need")
    func foundWidth() {
        let long = String(repeating: "word ", count: 21)
        let page = SourceFile(
            path: "docs/a.md",
            text: "\(long)\n| \(long) |\n```\n\(long)\n```\n    \(long)\n- \(long)\n`\(long)`")
        #expect(
            PageRule.widthFaults(in: page)
                == ["docs/a.md:1 has 105 characters", "docs/a.md:7 has 107 characters"])
    }

    @Test("A link to nothing is found")
    func foundLink() {
        let page = SourceFile(
            path: "docs/plugins/a.md",
            text: "[one](../b.md#top) [two](c.md) [web](https://example.org) [here](#below)")
        var asked: [String] = []
        let faults = TextRule.linkFaults(in: page) {
            asked.append($0)
            return $0 == "docs/b.md"
        }
        #expect(asked == ["docs/b.md", "docs/plugins/c.md"])
        #expect(faults == ["docs/plugins/a.md:1 links to c.md"])
    }
}
