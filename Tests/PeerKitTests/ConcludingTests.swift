import Journal
import JournalDoubles
import JournalSQLite
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

/// Counts who is registered, and says how many they are once for each turn.
private struct Clerk: Core {
    enum Contract: CoreContract {
        static let publishes: [any Event.Type] = [MemberWaitlisted.self, PairingForbidden.self]
        static let reads: [any Event.Type] = [
            ClientRegistered.self, EnrollmentOpened.self, HourBegan.self,
        ]
    }
    static let commands: [any Command.Type] = [ForbidPairing.self]
    static let queries: [any Query.Type] = []
    private var registered: [ClientID] = []
    private var told = 0

    mutating func apply(_ fact: Fact) {
        switch fact.event {
        case let event as ClientRegistered: registered.append(event.client)
        case let event as MemberWaitlisted: told = event.position
        default: break
        }
    }

    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    { Decision([PairingForbidden(first: "c-1", second: "c-2", reason: "command")]) }

    func react(to fact: Fact, in context: inout Context) throws -> Decision {
        guard let event = fact.event as? EnrollmentOpened else { return Decision() }
        guard registered.contains(event.client) else { throw NotYetKnown("client") }
        return Decision()
    }

    func conclude(in context: inout Context) -> [any Event] {
        guard let last = registered.last, told != registered.count else { return [] }
        // What was wrong is mended when the clinic's name says so.
        guard !registered.contains("c-deadly") || context.clinic.name == "Mended" else {
            fatalError("as a fault in a core ends its process")
        }
        return [
            MemberWaitlisted(client: last, phase: "p1", reasons: [], position: registered.count)
        ]
    }

    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { "" }
}

@Suite("What follows from all that a turn took in")
struct ConcludingTests {
    private var assessment = Author(.assessment)
    private var scheduler = Author(.scheduler)
    private var supervisor = Author(.supervisor)

    private static func peer(
        _ journal: (any JournalStore)? = nil, clinicName: String = "Small",
        attempts: AttemptFile? = nil
    ) throws -> Peer<Clerk> {
        var clinic = try SmallClinic.clinic()
        clinic.name = clinicName
        return try Peer(
            engine: Engine(
                core: Clerk(), identity: .peerGroups, clinic: clinic, mode: SmallClinic.mode()),
            journal: journal ?? Bench.inMemory(), token: "inbox-1", wall: 1_000_000, seed: 1,
            attempts: attempts)
    }

    /// Who is counted, and upon what, of what a turn sent.
    private static func counted(_ turn: Turn) throws -> [(position: Int, cause: MessageID?)] {
        try Bench.Sent(turn).events
            .filter { $0.attributes.type == "peer-groups.membership.waitlisted.v1" }
            .map {
                (
                    try JSONText.decode(MemberWaitlisted.self, from: $0.raw.data).position,
                    $0.attributes.causationid
                )
            }
    }

    @Test("Three inputs of one turn have one conclusion, in the journal behind the last of them")
    mutating func once() throws {
        var peer = try Self.peer()
        let events = try [
            assessment.registered("c-1"), assessment.registered("c-2"),
            assessment.registered("c-3"),
        ]
        let counted = try Self.counted(peer.receive(events, wall: 1_000_001))
        #expect(counted.map(\.position) == [3])
        #expect(counted.first?.cause == (try Envelope(events[2]).id))
        let entries = try peer.journal.everything()
        #expect(entries.map(\.isOwn) == [false, false, false, true])
        // Nothing follows any more, however many turns there are.
        #expect(try Self.counted(peer.receive([], wall: 1_000_002)).isEmpty)
        #expect(try peer.journal.everything() == entries)
    }

    @Test("An answer names what its command caused, and nothing that was concluded after it")
    mutating func answers() throws {
        var peer = try Self.peer()
        let turn = peer.receive(
            [try assessment.registered("c-1"), try Wish().forbid()], wall: 1_000_001)
        let sent = Bench.Sent(turn)
        let command = try #require(
            sent.events.first { $0.attributes.type == "peer-groups.pairing.forbidden.v1" })
        #expect(sent.answers.map(\.events) == [[command.id]])
        #expect(command.attributes.causationid == "wish-1")
        #expect(try Self.counted(turn).map(\.cause) == [command.id])
    }

    @Test("An hour finds the conclusion of all that came before it")
    mutating func hours() throws {
        var peer = try Self.peer()
        let words = try [assessment, scheduler].map { try $0.heartbeat(knowing: 0) }
        _ = peer.receive([try supervisor.heartbeat()] + words, wall: 1_000_001)
        let hour = try supervisor.event(HourBegan.example)
        let first = try assessment.registered("c-1")
        let known = try [assessment, scheduler].map { try $0.heartbeat(knowing: 1) }
        let turn = peer.receive(
            [hour, first] + known + [try assessment.registered("c-2")], wall: 1_000_002)
        #expect(try Self.counted(turn).map(\.position) == [1, 2])
        let types = try peer.journal.everything().map { try Envelope($0.raw).attributes.type }
        let struck = types.firstIndex(of: "supervisor.clock.hour-began.v1")
        let concluded = types.firstIndex(of: "peer-groups.membership.waitlisted.v1")
        #expect(try #require(concluded) < #require(struck))
    }

    @Test("What waited and got on in the same turn is concluded with it")
    mutating func waiting() throws {
        var peer = try Self.peer()
        let late = try scheduler.enrolled("c-1")
        #expect(try Self.counted(peer.receive([late], wall: 1_000_001)).isEmpty)
        let turn = peer.receive([try assessment.registered("c-1")], wall: 1_000_002)
        #expect(try Self.counted(turn).map(\.position) == [1])
    }

    private static func takeDeadly(in folder: String) throws -> Peer<Clerk> {
        var assessment = Author(.assessment)
        var peer = try peer(
            SQLiteJournal.open(folder: folder, identity: Bench.identity, key: Bench.key),
            attempts: AttemptFile(path: "\(folder)/peer-groups.attempts"))
        _ = peer.receive([try assessment.registered("c-deadly")], wall: 1_000_001)
        return peer
    }

    @Test(
        "One that ended the process twice is left out: the input is kept, and the next start owes")
    func deadly() async throws {
        let folder = try TemporaryFolder()
        let path: String = folder.path
        for _ in 1...2 {
            await #expect(processExitsWith: .failure) { [path = path as String] in
                _ = try ConcludingTests.takeDeadly(in: path)
            }
        }
        let peer = try Self.takeDeadly(in: path)
        #expect(try peer.journal.everything().map(\.isOwn) == [false])
        #expect(peer.isDegraded)
        let beat = peer.heartbeat(incarnation: "1", version: "0", state: .degraded)
        #expect(beat.counters["conclusion.missing"] == 1)
        var mended = try Self.peer(peer.journal, clinicName: "Mended")
        let counted = try Self.counted(mended.receive([], wall: 1_000_001))
        #expect(counted.map(\.position) == [1])
        #expect(counted.map(\.cause) == [nil])
        #expect(!mended.isDegraded)
    }
}
