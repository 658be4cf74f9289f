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
        "Each field of an example is marked, and nothing else is", arguments: names(of: everything))
    func marks(name: String) throws {
        let message = try #require(everything.first { $0.name == name })
        let fields = try JSONText.decode(
            [String: JSONFragment].self, from: try message.type.encodedExample())
        #expect(fields.keys.sorted() == message.type.marks.keys.sorted())
    }

    @Test("A clinical message never leaves its client open", arguments: names(of: everything))
    func clientsAreMarked(name: String) throws {
        let message = try #require(everything.first { $0.name == name })
        for field in ["client", "clients", "first", "second"] {
            if let mark = message.type.marks[field] { #expect(mark == .identifies) }
        }
    }

    private func check(_ messages: [Named], _ name: String) throws {
        let message = try #require(messages.first { $0.name == name })
        let text = try message.text()
        let difference = try Golden.difference(text, path: "docs/protocol/\(name).json")
        #expect(difference?.made == difference?.expected)
        #expect(try message.type.again(text) == text)
    }
}

extension Message {
    static func readableExample() throws -> String { try JSONText.readable(example) + "\n" }

    static func encodedExample() throws -> [UInt8] { try JSONText.encode(example) }

    /// Decodes what the file says and encodes it again.
    static func again(_ text: String) throws -> String {
        try JSONText.readable(try JSONText.decode(Self.self, from: Array(text.utf8))) + "\n"
    }
}

/// A message type with the name of its file.
struct Named {
    let name: String
    let type: any Message.Type

    func text() throws -> String {
        try type.readableExample()
    }
}

let events = MessageCatalog.events.map { type in
    Named(name: "event.\(type.owner?.text ?? "any").\(type.localType)", type: type)
}
let commands = MessageCatalog.commands.map { Named(name: "command.\($0.type)", type: $0) }
let queries = MessageCatalog.queries.map { Named(name: "query.\($0.type)", type: $0) }
let peerMessages =
    MessageCatalog.peerCommands.map { type in
        Named(name: "command.any.\(type.verb).v\(type.version)", type: type)
    }
    + MessageCatalog.peerQueries.map { type in
        Named(name: "query.any.\(type.name).v\(type.version)", type: type)
    }
let everything = events + commands + queries + peerMessages

func names(of messages: [Named]) -> [String] { messages.map(\.name) }
