import Foundation
import HashChain
import Journal
import JournalDoubles
import JournalSQLite
import LedgerCore
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

@Suite("A stream's history, asked of the ledger")
struct LedgerHistoryTests {
    private let journal: any JournalStore
    private var peer: Peer<AuditTrail>
    private var assessment = Author(.assessment)

    init() throws {
        journal = MemoryJournal(
            identity: JournalIdentity(clinic: "small", kind: "rehearsal", identity: .ledger))
        peer = try Self.peer(on: journal)
    }

    private static func peer(on journal: any JournalStore, mode: ClinicMode? = nil) throws
        -> Peer<AuditTrail>
    {
        try Peer(
            engine: Engine(
                core: AuditTrail(), identity: .ledger, clinic: SmallClinic.clinic(),
                mode: mode ?? SmallClinic.mode()),
            journal: journal, token: "inbox-1", wall: 0, seed: 1,
            settings: PeerSettings(keepsAllStreams: true))
    }

    /// What the ledger commits when it takes in events; what is identifying it does not keep.
    private static func keep(_ events: [RawMessage], in journal: any JournalStore) throws {
        for raw in events {
            let envelope = try Envelope(raw)
            guard case .event(let stream) = envelope.address else { throw WireError.badTopic }
            let cursor = Cursor(
                sequence: envelope.attributes.sequence ?? 0, hash: HashChain.hash(of: raw))
            let isKept = envelope.attributes.dataclassification != .identifying
            try journal.commit([
                Effects(noted: isKept ? envelope : nil, cursors: [stream: cursor])
            ])
        }
    }

    /// Some clients, registered and kept.
    private mutating func registered(_ count: Int) throws -> [RawMessage] {
        let events = try (1...count).map { try assessment.registered(ClientID("c-\($0)")) }
        try Self.keep(events, in: journal)
        return events
    }

    /// An ask as it comes from the bus.
    private struct Ask {
        var stream = "assessment.client"
        var from: Int64 = 1
        var asker: Identity = "cli-t01"
        var type = "ledger.history.v1"
        var body: String?
        var token: String? = "t-1"
        var actor: Actor?

        func raw() throws -> RawMessage {
            var attributes = Attributes(
                id: MessageID("ask-\(from)"), source: "/small/\(asker)", type: type,
                time: Timestamp(milliseconds: 1))
            attributes.replytoken = token
            (attributes.actor, attributes.role) = (actor?.staff, actor?.role)
            return try Envelope(
                topic: .history(of: #require(EventStream(stream)), from: asker),
                attributes: attributes,
                data: Array((body ?? "{\"from\": \(from)}").utf8)
            ).raw
        }
    }

    /// What comes back, as a process serves it.
    private mutating func reply(to ask: Ask) throws -> Frame.Contents? {
        try Self.reply(to: ask, by: &peer)
    }

    private static func reply(to ask: Ask, by peer: inout Peer<AuditTrail>) throws
        -> Frame.Contents?
    {
        let turn = peer.receive([try ask.raw()], wall: 50)
        let pages = turn.pages.compactMap {
            Peer<AuditTrail>.page(
                $0, journal: peer.journal, attributes: peer.pageAttributes(for: $0))
        }
        let replies = try (turn.frames + pages).map { try $0.read() }
        #expect(replies.count <= 1)
        return replies.first
    }

    /// Why there is no page.
    private mutating func problem(_ ask: Ask) throws -> String {
        let reply = try #require(try reply(to: ask)?.single)
        try #require(reply.attributes.type == QueryRefusal.type)
        #expect(reply.attributes.datacontenttype == "application/json")
        #expect(reply.attributes.inreplyto == MessageID("ask-\(ask.from)"))
        #expect(reply.topic.text == "inbox.\(ask.asker).t-1.ledger")
        let refusal = try JSONText.decode(QueryRefusal.self, from: reply.raw.data).refusal
        #expect(!refusal.remedy.isEmpty)
        return refusal.problem
    }

    @Test("A page is as an owner's: raw as published, the head and its hash, to the asker alone")
    mutating func page() throws {
        let events = try registered(3)
        let page = try #require(try reply(to: Ask(from: 2))?.page)
        let reply = page.envelope
        #expect(page.run.messages == Array(events[1...]))
        #expect(page.run.stream == EventStream("assessment.client"))
        #expect(page.from == 2)
        #expect(reply.topic.text == "inbox.cli-t01.t-1.ledger")
        #expect(reply.attributes.type == "replay-page.v2")
        #expect(reply.attributes.datacontenttype == "application/json")
        #expect(reply.attributes.inreplyto == "ask-2")
        #expect(reply.attributes.sequence == 3)
        #expect(reply.attributes.prevhash == HashChain.hash(of: events[2]))
        let beyond = try #require(try self.reply(to: Ask(from: 4))?.page)
        #expect(beyond.run.messages.isEmpty)
        #expect(beyond.head.sequence == 3)
    }

    @Test("Large streams come in pages of at most 256 KiB, with one event at the least")
    mutating func bounds() throws {
        let events = try (1...7).map { number in
            try assessment.event(
                ClientRegistered.example,
                data: "{\"pad\": \"\(String(repeating: "x", count: number * 18_000))\"}")
        }
        try Self.keep(events, in: journal)
        var got: [RawMessage] = []
        var pages = 0
        while got.count < events.count {
            let page = try #require(try reply(to: Ask(from: Int64(got.count) + 1))?.page)
                .run.messages
            #expect(page.reduce(0) { $0 + ReplayPage.cost(of: $1) } <= ReplayPage.limitBytes)
            try #require(!page.isEmpty)
            got += page
            pages += 1
        }
        #expect(got == events)
        #expect(pages == 3)
    }

    @Test("It has what it has committed, and tells that as the head, whatever its owner announces")
    mutating func committed() throws {
        let events = try registered(1)
        _ = try assessment.registered("c-2")
        _ = peer.receive([try assessment.heartbeat()], wall: 100)
        let page = try #require(try reply(to: Ask())?.page)
        #expect(page.run.messages == events)
        #expect(page.head.sequence == 1)
    }

    @Test("A stream that it does not know, and one of names and contacts, is refused by name")
    mutating func unknown() throws {
        _ = try registered(1)
        for stream in ["assessment.clients", "assessment.risk", "history.client", "cli-t01.client"]
        {
            #expect(try problem(Ask(stream: stream)) == "The ledger has no event of \(stream).")
        }
        #expect(
            try problem(Ask(stream: "assessment.identity"))
                == "assessment.identity holds names and contacts: it is never published, and not in"
                + " the ledger.")
    }

    @Test("An ask of another form is refused: its type and its body must fit the topic")
    mutating func form() throws {
        _ = try registered(1)
        for type in ["ledger.export.v1", "assessment.replay.v1", "ledger.history.v2"] {
            #expect(try problem(Ask(type: type)) == "ledger does not know this query.")
        }
        for body in ["", "{}", "[1]", "{\"from\": \"1\"}", "{\"from\": 1e99}"] {
            #expect(try problem(Ask(body: body)) == "The body does not fit ledger.history.v1.")
        }
        #expect(try reply(to: Ask(token: nil)) == nil)
        #expect(try reply(to: Ask(token: "a.b")) == nil)
        #expect(try reply(to: Ask(from: -7))?.single?.attributes.type == ReplayPage.type)
    }

    @Test("Who may not read the stream gets nothing, also where a hub let the ask through")
    mutating func permission() throws {
        _ = try registered(1)
        try Self.keep([try supervisorEvent()], in: journal)
        let granted: [(Identity, String)] = [
            ("cli-t01", "assessment.client"), ("cli-it1", "assessment.client"),
            ("cli-fd1", "supervisor.process"), (.scheduler, "assessment.client"),
            (.scheduler, "supervisor.process"), (.simulator, "assessment.client"),
            // A plugin's manifest is the hub's alone to judge.
            ("cbt", "assessment.client"),
        ]
        for (asker, stream) in granted {
            let reply = try reply(to: Ask(stream: stream, asker: asker))
            #expect(reply?.single?.attributes.type == ReplayPage.type, "\(asker) \(stream)")
        }
        let refused: [(Identity, String)] = [
            ("cli-fd1", "assessment.client"), ("cli-nobody", "assessment.client"),
            ("cli-nobody", "supervisor.process"), (.hub, "assessment.client"),
            (.supervisor, "assessment.client"), (.assessment, "assessment.client"),
            (.peerGroups, "supervisor.process"),
        ]
        for (asker, stream) in refused {
            let problem = try problem(Ask(stream: stream, asker: asker))
            #expect(problem == "\(asker) may not read \(stream).")
        }
    }

    @Test("A person at the command line asks as nobody else, and in a live clinic nobody plays")
    mutating func names() throws {
        _ = try registered(1)
        let director = Actor(staff: "dir", role: .director)
        #expect(
            try problem(Ask(asker: "cli-fd1", actor: director)) == "cli-fd1 cannot act as dir.")
        #expect(
            try problem(Ask(asker: "cli-t01", actor: director)) == "cli-t01 cannot act as dir.")
        var mode = try SmallClinic.mode()
        mode = ClinicMode(
            clinic: mode.clinic, kind: .live, startsAt: mode.startsAt, seed: mode.seed)
        var live = try Self.peer(on: journal, mode: mode)
        let played = try #require(try Self.reply(to: Ask(asker: .simulator), by: &live)?.single)
        #expect(played.attributes.type == QueryRefusal.type)
        let read = try #require(try Self.reply(to: Ask(asker: "cli-t01"), by: &live)?.single)
        #expect(read.attributes.type == ReplayPage.type)
    }

    @Test("What is not kept is named by its place, and what follows can be had")
    mutating func holes() throws {
        // Said to identify a client, in a stream that is not known to.
        let events = try [
            assessment.registered("c-1"), identifying(), assessment.registered("c-3"),
            assessment.registered("c-4"),
        ]
        try Self.keep(events, in: journal)
        let first = try #require(try reply(to: Ask())?.page)
        #expect(first.run.messages == [events[0]])
        #expect(
            try problem(Ask(from: 2))
                == "Event 2 of assessment.client is not kept here: it may not be, it was discarded,"
                + " or the ledger's journal is damaged.")
        let rest = try #require(try reply(to: Ask(from: 3))?.page)
        #expect(rest.run.messages == Array(events[2...]))
        let place = try #require(EventStream("assessment.client"))
        try journal.commit([
            Effects(parked: [
                Parked(
                    stream: place, sequence: 2, subject: nil, reason: "test", raw: events[1],
                    since: Timestamp(milliseconds: 0))
            ])
        ])
        #expect(
            try problem(Ask(from: 2)) == "Event 2 of assessment.client is parked at the ledger.")
    }

    @Test("A damaged row is named, without the file's path, and nothing is skipped")
    mutating func damaged() throws {
        let folder = try TemporaryFolder()
        let identity = JournalIdentity(clinic: "small", kind: "rehearsal", identity: .ledger)
        let key = try Bench.key
        let filled = try SQLiteJournal.open(folder: folder.path, identity: identity, key: key)
        // So large that the middle of the file is inside it.
        let events = try [
            assessment.registered("c-1"),
            assessment.event(
                ClientRegistered.example,
                data: "{\"pad\": \"\(String(repeating: "x", count: 128_000))\"}"),
            assessment.registered("c-3"),
        ]
        try Self.keep(events, in: filled)
        try filled.emptyLog()
        filled.close()
        let file = URL(filePath: "\(folder.path)/ledger.sqlite")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count - 60_000] ^= 0x01
        try bytes.write(to: file)

        let opened = try SQLiteJournal.open(folder: folder.path, identity: identity, key: key)
        defer { opened.close() }
        peer = try Self.peer(on: opened)
        let first = try #require(try reply(to: Ask())?.page)
        #expect(first.run.messages == [events[0]])
        #expect(first.head.sequence == 3)
        #expect(
            try problem(Ask(from: 2))
                == "Event 2 of assessment.client cannot be read: the ledger's journal is damaged at"
                + " entry 2.")
        let last = try #require(try reply(to: Ask(from: 3))?.page)
        #expect(last.run.messages == [events[2]])
    }

    @Test("While the journal cannot be read nothing comes, and who asks again may have it")
    mutating func unreadable() throws {
        _ = try registered(1)
        journal.close()
        #expect(try reply(to: Ask()) == nil)
    }

    @Test("Nobody but the ledger answers for another's stream, and its page repairs no reader")
    mutating func others() throws {
        let bench = try Bench()
        let sent = bench.receive(
            try Envelope(
                topic: Topic("query.peer-groups.history.assessment.client.cli-t01"),
                attributes: Envelope(Ask().raw()).attributes, data: Array("{}".utf8)
            ).raw)
        #expect(sent.turn.pages.isEmpty)
        #expect(sent.replies.map(\.attributes.type) == [QueryRefusal.type])

        let event = try assessment.registered("c-1")
        let asked = bench.receive(try assessment.heartbeat(), after: 30)
        let ask = try #require((asked.replays + bench.receive(after: 30).replays).first)
        let frame = try assessment.page([event], to: ask)
        let page = try #require(try frame.read().page)
        guard case .inbox(let asker, let token, _) = page.envelope.address else {
            throw WireError.badTopic
        }
        let forged = try Envelope(
            topic: .inbox(of: asker, token: token, from: .ledger),
            attributes: page.envelope.attributes, data: Array(page.envelope.raw.data))
        bench.receive(ReplayPage(messages: [event]).frame(behind: forged))
        #expect(bench.core.registered.isEmpty)
        bench.receive(frame)
        #expect(bench.core.registered == ["c-1"])
    }

    private func supervisorEvent() throws -> RawMessage {
        var supervisor = Author(.supervisor)
        return try supervisor.event(ProcessReady.example)
    }

    /// The next event of the clients' stream, which calls itself identifying.
    private mutating func identifying() throws -> RawMessage {
        let plain = try assessment.registered("c-2")
        let text = String(decoding: plain.attributes, as: UTF8.self)
        let raw = RawMessage(
            topic: plain.topic,
            attributes: Array(
                text.replacingOccurrences(of: "\"clinical\"", with: "\"identifying\"").utf8)[...],
            data: plain.data)
        let stream = try #require(EventStream("assessment.client"))
        assessment.heads[stream] = Heartbeat.Head(sequence: 2, hash: HashChain.hash(of: raw))
        return raw
    }
}

extension Frame.Contents {
    /// The page that it is.
    fileprivate var page: ReplayPage.Reply? { if case .page(let page) = self { page } else { nil } }
}
