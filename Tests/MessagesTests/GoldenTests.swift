import Foundation
import Messages
import TestKit
import Testing

@Suite("Golden messages: docs/protocol is what the code reads and writes")
struct GoldenTests {
    @Test(
        "Each event has its file, and survives decoding and encoding", arguments: names(of: events))
    func event(name: String) throws { try check(events, name) }

    @Test("Each command has its file", arguments: names(of: commands))
    func command(name: String) throws { try check(commands, name) }

    @Test("Each query has its file", arguments: names(of: queries))
    func query(name: String) throws { try check(queries, name) }

    @Test("What every peer takes has its file", arguments: names(of: peerMessages))
    func peerMessage(name: String) throws { try check(peerMessages, name) }

    @Test("No file is left of a message that is gone")
    func noStrangers() throws {
        let folder = Golden.root().appendingPathComponent("docs/protocol")
        let found = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".json") }
        let known = Set(everything.map { "\($0.name).json" })
        #expect(found.filter { !known.contains($0) } == [])
    }

    @Test(
        "Each field is set in the example and marked, and nothing else is",
        arguments: names(of: everything))
    func marks(name: String) throws {
        let message = try #require(everything.first { $0.name == name })
        let fields = try JSONText.decode(
            [String: JSONFragment].self, from: Array(try message.type.exampleText.utf8))
        #expect(fields.keys.sorted() == message.type.marks.keys.sorted())
        #expect(fields.filter { $0.value == .null } == [:])
    }

    @Test("A clinical message never leaves its client open", arguments: names(of: everything))
    func clientsAreMarked(name: String) throws {
        let message = try #require(everything.first { $0.name == name })
        for field in ["client", "clients", "first", "second"] {
            if let mark = message.type.marks[field] { #expect(mark == .identifies) }
        }
    }

    @Test("What has a client is about the client", arguments: names(of: events + commands))
    func clientsAreSubjects(name: String) throws {
        let message = try #require(everything.first { $0.name == name })
        let example = try message.type.example
        let fields = try JSONText.decode(
            [String: JSONFragment].self, from: JSONText.encode(example))
        guard let client = fields["client"] else { return }
        #expect(client == example.subject.map { .string($0) })
    }

    @Test("What no file says has no example, and the error says which file would")
    func noExample() {
        let missing = #expect(throws: MissingExample.self) { try Untold.example }
        #expect(missing?.goldenName == "event.any.story.untold.v1")
    }

    /// Reads the file as it is, not as the build took it in: so it can be put in order.
    private func check(_ messages: [Named], _ name: String) throws {
        let message = try #require(messages.first { $0.name == name })
        let path = "docs/protocol/\(name).json"
        let file = Golden.root().appendingPathComponent(path)
        let text = try String(contentsOf: file, encoding: .utf8)
        let difference = try Golden.difference(try message.type.again(text), path: path)
        #expect(difference?.made == difference?.expected, "UPDATE_GOLDEN=1 puts it in order")
        #expect(try message.type.exampleText == text, "it is newer than the build")
    }
}

/// An event that no file under docs/protocol tells of.
private struct Untold: Event {
    static let owner: Identity? = nil
    static let entity = "story"
    static let fact = "untold"
    static let marks: [String: Mark] = [:]
}

extension Message {
    /// Decodes what the file says and encodes it again.
    static func again(_ text: String) throws -> String {
        try JSONText.readable(try JSONText.decode(Self.self, from: Array(text.utf8))) + "\n"
    }
}

/// A message type with the name of its file.
struct Named {
    let type: any Message.Type
    var name: String { type.goldenName }
}

let events = MessageCatalog.events.map { Named(type: $0) }
let commands = MessageCatalog.commands.map { Named(type: $0) }
let queries = MessageCatalog.queries.map { Named(type: $0) }
let peerMessages =
    MessageCatalog.peerCommands.map { Named(type: $0) }
    + MessageCatalog.therapyCommands.map { Named(type: $0) }
    + MessageCatalog.peerQueries.map { Named(type: $0) }
let everything = events + commands + queries + peerMessages

func names(of messages: [Named]) -> [String] { messages.map(\.name) }
