import Bus
import Journal
import JournalDoubles
import LedgerCore
import Messages
import PeerKit
import Synchronization
import TestKit
import TestSupport
import Testing

@testable import PeerBench

@Suite("A bus that loses messages")
struct RepairTests {
    @Test("A reader has everything in the end, byte for byte", arguments: [1, 2, 3] as [UInt64])
    func identical(seed: UInt64) throws {
        let chance = Mutex(SeededGenerator(seed: seed))
        let hub = InMemoryHub { _, subscriber in
            // Every third message to the ledger and every third of its asks is lost.
            (subscriber == .ledger || subscriber == .peerGroups)
                && chance.withLock { Int.random(in: 0..<3, using: &$0) == 0 }
        }
        let clinic = try SmallClinic.clinic()
        let mode = try SmallClinic.mode()
        var desk = try OnHub(
            Peer(
                engine: Engine(core: Desk(), identity: .peerGroups, clinic: clinic, mode: mode),
                journal: Bench.inMemory(), token: "inbox-1", wall: 0, seed: seed), hub)
        var ledger = try OnHub(
            Peer(
                engine: Engine(core: AuditTrail(), identity: .ledger, clinic: clinic, mode: mode),
                journal: MemoryJournal(
                    identity: JournalIdentity(
                        clinic: "small", kind: "rehearsal", identity: .ledger)),
                token: "inbox-2", wall: 0, seed: seed + 1,
                settings: PeerSettings(keepsAllStreams: true)), hub)
        let asker = hub.connect(as: "cli-t01")
        for number in 1...60 {
            // Repeated until it got through, as tools do.
            let wish = Wish(id: MessageID("wish-\(number)"))
            while !desk.has(wish.id) {
                asker.send(try wish.forbid(reason: "Number \(number)."))
                desk.turn()
            }
            ledger.turn()
        }
        // Ten minutes of their clock at most; then it is not slow but lost.
        for _ in 0..<12_000 where ledger.position != 60 {
            desk.turn()
            ledger.turn()
        }
        #expect(try desk.entries().count == 60)
        #expect(try ledger.entries() == desk.entries())
        #expect(ledger.peer.counters["replay.requested"] ?? 0 > 0)
    }

    @Test("What came by itself while its page was asked for is no open request for ever")
    func cameByItself() throws {
        let bench = try Bench()
        var assessment = Author(.assessment)
        let first = try assessment.registered("c-1")
        let second = try assessment.registered("c-2")
        func open() -> Int {
            bench.peer.heartbeat(incarnation: "i", version: "v", state: .ready).openRequests
        }
        bench.receive(second)
        let asked = bench.receive(after: 30)
        #expect(asked.replays.count == 1 && open() == 1)
        // The page never comes, and the hole closes without it.
        bench.receive(first)
        #expect(bench.core.registered == ["c-1", "c-2"])
        #expect(bench.receive(after: 10_000).replays.isEmpty)
        #expect(open() == 0)
    }

    /// A peer with its place on a hub, where each turn takes 50 milliseconds.
    private struct OnHub<Service: Core> {
        private(set) var peer: Peer<Service>
        private let connection: InMemoryConnection
        private var wall: Timestamp = 0
        private var answered: Set<MessageID> = []

        init(_ peer: Peer<Service>, _ hub: InMemoryHub) {
            self.peer = peer
            connection = hub.connect(as: peer.identity)
            for prefix in peer.subscriptions { connection.listen(to: prefix) }
        }

        func has(_ command: MessageID) -> Bool { answered.contains(command) }
        /// How far it has come in the desk's stream.
        var position: Int64 {
            EventStream("peer-groups.pairing").flatMap {
                peer.heartbeat(incarnation: "first", version: "0", state: .ready).positions[$0]
            } ?? 0
        }

        func entries() throws -> [RawMessage] { try peer.journal.everything().map(\.raw) }

        mutating func turn() {
            wall += 50
            let turn = peer.receive(connection.drain(), wall: wall)
            for prefix in turn.subscriptions { connection.listen(to: prefix) }
            for message in turn.frames {
                if let question = try? message.read().single?.attributes.inreplyto {
                    answered.insert(question)
                }
                connection.send(message)
            }
            for request in turn.pages {
                let page = Peer<Service>.page(
                    request, journal: peer.journal, attributes: peer.pageAttributes(for: request))
                if let page { connection.send(page) }
            }
            guard wall.milliseconds % 1000 == 0 else { return }
            let beat = peer.heartbeat(incarnation: "first", version: "0", state: .ready)
            if let message = peer.message(beat, at: wall) { connection.send(message) }
        }
    }
}
