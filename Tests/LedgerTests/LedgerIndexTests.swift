import Foundation
import HashChain
import Journal
import JournalDoubles
import JournalSQLite
import LedgerCore
import Messages
import TestKit
import TestSupport
import Testing

@testable import PeerBench

@Suite("The ledger's index of names")
struct LedgerIndexTests {
    private let folder: TemporaryFolder
    private let journal: any JournalStore

    init() throws {
        folder = try TemporaryFolder()
        journal = try SQLiteJournal.open(folder: folder.path, identity: .ledger, key: .test)
    }

    private func keep(_ batch: [RawMessage]) throws {
        try journal.commit(
            batch.map { raw in
                let envelope = try Envelope(raw)
                let isKept = envelope.attributes.dataclassification != .identifying
                return Effects(noted: isKept ? envelope : nil)
            })
    }

    /// Each page of a client's timeline as the ledger's process reads it, put together.
    private func indexed(
        _ client: ClientID, limit: Int? = nil, in other: (any JournalReading)? = nil
    ) throws -> [LedgerLine] {
        let journal = other ?? journal
        var (lines, after): ([LedgerLine], Int64?) = ([], 0)
        while let position = after {
            let page = try LedgerView.page(after: position, limit: limit) { position, count in
                try journal.entries(naming: client.text, after: position, limit: count)
                    .map { ($0.position, $0.raw) }
            }
            lines += page.items
            after = page.next
        }
        return lines
    }

    /// What names the client, by looking at every text of every message.
    private func scanned(_ client: ClientID) throws -> [Entry] {
        var found: [Entry] = []
        var shown: Set<String> = []
        for entry in try journal.everything() {
            let attributes = try JSONText.decode(
                [String: JSONFragment].self, from: entry.raw.attributes)
            let body = try JSONText.decode(JSONFragment.self, from: entry.raw.data)
            var names = texts(in: body).contains(client.text)
            names = names || attributes["subject"] == .string(client.text)
            if case .object(let fields) = body, case .string(let event) = fields["event"],
                attributes["type"] == .string("assessment.correction.entered-in-error.v1")
            {
                names = names || shown.contains(event)
            }
            guard names,
                ["clinical", "operational"].map(JSONFragment.string)
                    .contains(attributes["dataclassification"] ?? .null)
            else { continue }
            found.append(entry)
            if case .string(let id) = attributes["id"] { shown.insert(id) }
        }
        return found
    }

    private func texts(in value: JSONFragment) -> Set<String> {
        switch value {
        case .string(let text): [text]
        case .array(let values): values.reduce(into: []) { $0.formUnion(texts(in: $1)) }
        case .object(let fields): fields.values.reduce(into: []) { $0.formUnion(texts(in: $1)) }
        default: []
        }
    }

    @Test(
        "Of any history it leads to what a look at every line finds",
        arguments: 1...12 as ClosedRange<UInt64>)
    func property(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        var author = Author(.assessment)
        var plugin = Author("breathing")
        let clients = (1...6).map { ClientID("c-\($0)") }
        var known: [RawMessage] = []
        for _ in 0..<40 {
            var batch: [RawMessage] = []
            for _ in 0..<(1 + chance.below(4)) {
                let client = clients[chance.below(6)]
                let other = clients[chance.below(6)]
                switch chance.below(6) {
                case 0: batch.append(try author.registered(client))
                case 1:
                    batch.append(
                        try author.event(
                            PairingForbidden(first: client, second: other, reason: "\(other)"),
                            hasSubject: false))
                case 2:
                    let deep =
                        #"{"a":[{"b":"\#(client)"},"\#(other)"],"at":"2026-11-23T00:00:00Z"}"#
                    batch.append(try plugin.event(Exhaled.example, data: deep))
                case 3, 4:
                    guard let wrong = known.randomElement(using: &chance) else { continue }
                    let id = try Envelope(wrong).id
                    batch.append(
                        try author.event(
                            EnteredInError(event: id, type: "x", client: nil, reason: "r")))
                default: batch.append(try author.event(DayBegan.example, hasSubject: false))
                }
                known += batch
            }
            try keep(batch)
        }
        for client in clients {
            let whole = try scanned(client).compactMap {
                LedgerView.line(at: $0.position, $0.raw)
            }
            #expect(try indexed(client) == whole)
            #expect(try indexed(client, limit: 1 + chance.below(5)) == whole)
            #expect(try indexed(client, in: MemoryJournal(copyOf: journal)) == whole)
        }
        #expect(try journal.verify().damage == nil)
    }

    @Test("Of every event there is, each client that its example names is found")
    func examples() throws {
        var count = 0
        var authors: [Identity: Author] = [:]
        for type in MessageCatalog.events where type.dataClass != .identifying {
            let owner = type.owner ?? "breathing"
            let raw = try authors[owner, default: Author(owner)].event(
                type.example, hasSubject: false)
            let body = try JSONText.decode(JSONFragment.self, from: raw.data)
            let clients = texts(in: body).filter { $0.wholeMatch(of: /c-[0-9]+/) != nil }
            let before = try journal.count()
            try journal.commit([try Effects(noted: raw)])
            let named = try journal.entries(
                naming: clients.first ?? "c-0001", after: before, limit: 9)
            #expect(named.count == (clients.isEmpty ? 0 : 1), "\(type)")
            count += clients.count
        }
        #expect(count > 30)
    }

    /// An event of a plugin that this version has never heard of.
    private struct Exhaled: Event {
        static let owner: Identity? = nil
        static let entity = "breath"
        static let fact = "exhaled"
        static let marks: [String: Mark] = [:]
        static let example = Exhaled(seconds: 7)
        var seconds: Int
    }
}
