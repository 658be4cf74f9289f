import Foundation
import Messages

/// A clinic's history, as `cairn export` wrote it.
struct History {
    let text: String
    let lines: [LedgerLine]

    init(file: String) throws {
        text = try String(contentsOfFile: file, encoding: .utf8)
        lines = try text.split(separator: "\n").map {
            try JSONText.decode(LedgerLine.self, from: Array($0.utf8))
        }
    }

    /// The events of one type, in the ledger's order.
    func all<Kind: Event>(_ type: Kind.Type) throws -> [Kind] {
        let suffix = ".\(type.entity).\(type.fact)"
        let owner = type.owner.map { "event.\($0)" }
        return try lines.filter {
            $0.topic.hasSuffix(suffix) && $0.topic == (owner.map { $0 + suffix } ?? $0.topic)
        }.map { try JSONText.decode(type, from: Array($0.data.utf8)) }
    }

    /// Who published: the `source` of each message, once.
    func sources() throws -> Set<String> {
        Set(
            try lines.map {
                try JSONText.decode(Attributes.self, from: Array($0.attributes.utf8)).source
            })
    }

    /// The clients of the clinic.
    func clients() throws -> Set<ClientID> { Set(try all(ClientRegistered.self).map(\.client)) }
}
