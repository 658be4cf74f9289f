import Journal
import JournalDoubles
import Messages
import PeerKit
import SchedulerCore
import TestSupport
import Testing

@testable import PeerBench

/// The scheduler of the large clinic with 600 clients, of whom 420 find no seat.
private struct LargeClinic {
    static let clients = (1...600).map { ClientID("c-\(1000 + $0)") }
    static let seats = 180

    var assessment = Author(.assessment)
    var peerGroups = Author(.peerGroups)
    private var supervisor = Author(.supervisor)
    private var aftercare = Author(.aftercare)
    private let clinic: Clinic
    private(set) var peer: Peer<Agenda>
    private var wall: Timestamp = 1_000_000

    init() throws {
        var clinic = try SmallClinic.example("large")
        // By the caseloads of the example half as many would fit.
        for index in clinic.staff.indices where 0 < clinic.staff[index].caseload {
            clinic.staff[index].caseload = index < 3 ? 300 : 0
        }
        self.clinic = clinic
        peer = try Peer(
            engine: Engine(
                core: Agenda(), identity: .scheduler, clinic: clinic, mode: SmallClinic.mode()),
            journal: MemoryJournal(
                identity: JournalIdentity(
                    clinic: "small", kind: "rehearsal", identity: .scheduler)),
            token: "inbox-1", wall: wall, seed: 1)
        _ = try receive(words(knowing: 0))
        let known = try Self.clients.flatMap { client in
            [
                try assessment.registered(client),
                try assessment.event(
                    PlacementConfirmed(
                        client: client, placement: PlacementID("r-\(client)"),
                        indicated: .intensiveOutpatient, placed: .intensiveOutpatient,
                        ages: .adult)),
            ]
        }
        // Two streams of one owner: each registration has to be here first.
        _ = try receive(known)
    }

    /// Hands the scheduler messages in one turn.
    ///
    /// - Returns: the events of that turn, in order.
    mutating func receive(_ messages: [RawMessage]) throws -> [Envelope] {
        wall += 1
        return Bench.Sent(peer.receive(messages, wall: wall)).events
    }

    /// That everybody has said what they know of the clock.
    mutating func words(knowing place: Int64) throws -> [RawMessage] {
        [try supervisor.heartbeat()]
            + (try [assessment, peerGroups, aftercare].map { try $0.heartbeat(knowing: place) })
    }

    /// A midnight that is not held, with what comes in the same turn before it and behind it.
    mutating func strike(
        _ date: LocalDate, place: Int64, after before: [RawMessage] = [],
        then behind: (inout LargeClinic) throws -> [RawMessage] = { _ in [] }
    ) throws -> [Envelope] {
        let moment = try #require(Moment(startOf: date, hour: 0, timeZone: clinic.timeZone))
        let struck = [
            try supervisor.event(DayBegan(date: date)),
            try supervisor.event(HourBegan(moment: moment)),
        ]
        // What comes behind is said after these words: they would announce it else, and the hour
        // would wait for it.
        let words = try words(knowing: place)
        return try receive(before + struck + words + behind(&self))
    }

    /// That clients, as many as there are, said when they cannot come.
    mutating func changes(_ clients: some Sequence<ClientID>) throws -> [RawMessage] {
        let evening = try #require(WeeklyTime("wed 18:00-19:00"))
        return try clients.map {
            try assessment.event(CommitmentsChanged(client: $0, commitments: [evening]))
        }
    }

    /// The group of each of the first clients, as many as there are seats.
    var seating: [(ClientID, GroupID)] {
        let groups = clinic.groups.filter { $0.phase == "p1" && $0.ages == .adult }
        let places = groups.flatMap { Array(repeating: $0.id, count: $0.capacity) }
        return Array(zip(Self.clients.prefix(Self.seats), places))
    }
}

/// How often the weeks were planned, by what the plan says when it is done.
private func plans(in events: [Envelope]) -> Int {
    events.count { $0.attributes.type == "scheduler.session.weeks-revised.v1" }
}

@Suite("A turn of a clinic of 600 clients")
struct LargeTurnTests {
    private func wait(_ client: ClientID, at position: Int) -> MemberWaitlisted {
        MemberWaitlisted(
            client: client, phase: "p1", reasons: [Blocker(kind: .capacity, group: "p1-01")],
            position: position)
    }

    @Test("However much comes in one turn, the weeks are planned once for each moment of it")
    func once() throws {
        var clinic = try LargeClinic()
        let friday = try #require(LocalDate("2026-11-27"))
        let midnight = try clinic.strike(friday, place: 2)
        #expect(plans(in: midnight) == 1, "a midnight that plans two weeks")

        let seated = clinic.seating
        #expect(seated.count == LargeClinic.seats)
        let waiting = Array(LargeClinic.clients.dropFirst(seated.count))
        var news = try seated.map { client, group in
            try clinic.peerGroups.event(MemberJoined(client: client, group: group, phase: "p1"))
        }
        for (place, client) in waiting.enumerated() {
            news.append(try clinic.peerGroups.event(wait(client, at: place + 2)))
        }
        #expect(plans(in: try clinic.receive(news)) == 1, "seats for 180, and why 420 wait")
        let places = try waiting.enumerated().map { place, client in
            try clinic.peerGroups.event(wait(client, at: place + 1))
        }
        // Only duties follow from the time that has passed.
        let told = try clinic.receive(places).map(\.topic.text).filter { !$0.contains(".duty.") }
        #expect(told == [], "a place on the waiting list")
        let changes = try clinic.changes(LargeClinic.clients)
        #expect(plans(in: try clinic.receive(changes)) == 1, "commitments of all")

        // The day plans with what came before it; what comes behind it has a plan of its own.
        let before = try clinic.changes(LargeClinic.clients.suffix(100))
        let around = try clinic.strike(friday.advanced(by: 1), place: 4, after: before) {
            try $0.changes(LargeClinic.clients.prefix(100))
        }
        #expect(plans(in: around) == 2, "a midnight between changes")
        #expect(!clinic.peer.isDegraded)
    }
}
