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
        let local = ".\(type.localType)"
        return try lines.filter { line in
            let found = try line.type
            return found.hasSuffix(local) && found == (type.owner.map { "\($0)" + local } ?? found)
        }.map { try JSONText.decode(type, from: Array($0.data.utf8)) }
    }

    /// The events of one type that one therapy published, in the ledger's order.
    func of<Kind: Event>(_ therapy: String, _ type: Kind.Type) throws -> [Kind] {
        guard let owner = Identity(therapy) else { return [] }
        return try lines.filter { try $0.type == type.type(by: owner) }
            .map { try JSONText.decode(type, from: Array($0.data.utf8)) }
    }

    /// Whether a session of a therapy was ever planned.
    func plans(_ therapy: Identity) throws -> Bool {
        try all(SessionScheduled.self).contains { $0.therapy == therapy }
    }

    /// Who published: the `source` of each message, once.
    func sources() throws -> Set<String> {
        Set(try lines.map { try $0.read.source })
    }

    /// The clients of the clinic.
    func clients() throws -> Set<ClientID> { Set(try all(ClientRegistered.self).map(\.client)) }
}

extension LedgerLine {
    /// What the message says of itself.
    var read: Attributes {
        get throws { try Attributes(reading: Array(attributes.utf8).span) }
    }

    /// Its type attribute.
    var type: String { get throws { try read.type } }
}
