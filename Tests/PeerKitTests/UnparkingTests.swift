import Bus
import Foundation
import HashChain
import Journal
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

@Suite("What an operator does about parked events")
struct UnparkingTests {
    private var assessment = Author(.assessment)
    private var scheduler = Author(.scheduler)
    private static let director = Wish(id: "r-1", actor: "dir", role: .director)

    /// Two clients whose enrolments wait, each with a later one behind it.
    private mutating func parkedBench() throws -> Bench {
        let bench = try Bench()
        bench.receive(
            try assessment.registered("c-1"), try assessment.registered("c-2"),
            try assessment.registered("c-3"))
        bench.receive(
            try scheduler.enrolled("c-1", phase: "unheard-of"),
            try scheduler.enrolled("c-2", phase: "unheard-of"), try scheduler.enrolled("c-1"),
            try scheduler.enrolled("c-3"))
        return bench
    }

    private static func place(_ sequence: Int64) throws -> EventPlace {
        EventPlace(
            stream: try #require(EventStream("scheduler.enrollment")), sequence: sequence)
    }

    @Test("A retry handles an event and what waits behind it, in order and in one commit")
    mutating func retried() throws {
        let bench = try parkedBench().restarted(clinicName: "Mended")
        let sent = bench.receive(try Self.director.retry(Self.place(1)))
        #expect(sent.answers.map(\.outcome) == [.accepted])
        #expect(sent.answers.first?.events == sent.events.map(\.id))
        #expect(sent.events.count == 2)
        #expect(bench.core.seated == ["c-3", "c-1", "c-1"])
        #expect(try bench.journal.parked().map(\.sequence) == [2])
        #expect(bench.peer.isDegraded)

        var second = Self.director
        second.id = "r-2"
        bench.receive(try second.retry(Self.place(2)))
        #expect(try bench.journal.parked() == [])
        #expect(!bench.peer.isDegraded)
        #expect(bench.core.seated == ["c-3", "c-1", "c-1", "c-2"])
        // The place is clear: what comes now is handled at once.
        bench.receive(try scheduler.enrolled("c-1"))
        #expect(bench.core.seated.count == 5)
        let later = try bench.restarted(clinicName: "Mended")
        #expect(later.core == bench.core)
        #expect(later.peer.engine.heads == bench.peer.engine.heads)
    }

    @Test("What fails again leaves all as it was, and the answer says why")
    mutating func failedAgain() throws {
        let bench = try parkedBench()
        let before = try bench.journal.parked()
        let recorded = try bench.recorded()
        let sent = bench.receive(try Self.director.retry(Self.place(1)))
        #expect(
            sent.answers.first?.refusal?.problem
                == "scheduler.enrollment 1 cannot be handled yet: There is no such phase.")
        #expect(try bench.journal.parked() == before)
        #expect(try bench.recorded() == recorded)
        #expect(bench.core.seated == ["c-3"])
        #expect(bench.peer.isDegraded)
    }

    @Test("All of a place or nothing: one that still fails behind the first is named")
    mutating func laterFails() throws {
        let bench = try Bench()
        bench.receive(try assessment.registered("c-1"))
        bench.receive(
            try scheduler.enrolled("c-1", phase: "unheard-of"),
            try scheduler.enrolled("c-1", phase: "hopeless"), try scheduler.enrolled("c-1"))
        let mended = try bench.restarted(clinicName: "Mended")
        let sent = mended.receive(try Self.director.retry(Self.place(1)))
        #expect(
            sent.answers.first?.refusal?.problem.hasPrefix("scheduler.enrollment 2 ") == true)
        #expect(try mended.journal.parked().map(\.sequence) == [1, 2, 3])
        #expect(mended.core.seated == [])

        // Without the one that nobody can handle, the others follow.
        mended.receive(try Wish(id: "d", actor: "dir", role: .director).discard(Self.place(2)))
        mended.receive(try Wish(id: "r-2", actor: "dir", role: .director).retry(Self.place(1)))
        #expect(mended.core.seated == ["c-1", "c-1"])
        #expect(!mended.peer.isDegraded)
    }

    @Test("An event that waits for another is not retried before it")
    mutating func notFirst() throws {
        let bench = try parkedBench().restarted(clinicName: "Mended")
        let sent = bench.receive(try Self.director.retry(Self.place(3)))
        #expect(
            sent.answers.first?.refusal?.problem
                == "scheduler.enrollment 3 waits for scheduler.enrollment 1.")
        #expect(try bench.journal.parked().count == 3)
        let unknown = bench.receive(
            try Wish(id: "u", actor: "dir", role: .director).retry(Self.place(4)))
        #expect(unknown.answers.first?.refusal?.problem.contains("is not parked") == true)
    }

    @Test("Given again it takes effect once and gets the same answer, also after a restart")
    mutating func repeated() throws {
        let bench = try parkedBench().restarted(clinicName: "Mended")
        let retry = try Self.director.retry(Self.place(1))
        let first = bench.receive(retry, retry)
        #expect(Set(first.answers).count == 1)
        #expect(first.answers.count == 2)
        // As after a process that was killed between its commit and its answer.
        let later = try bench.restarted(clinicName: "Mended")
        let again = later.receive(retry)
        #expect(again.events == [])
        #expect(again.answers == [try #require(first.answers.first)])
        #expect(later.core.seated == ["c-3", "c-1", "c-1"])
    }

    @Test("What is parked in the same turn follows too")
    mutating func sameTurn() throws {
        let bench = try parkedBench().restarted(clinicName: "Mended")
        bench.receive(
            try scheduler.enrolled("c-1"), try Self.director.retry(Self.place(1)))
        #expect(bench.core.seated == ["c-3", "c-1", "c-1", "c-1"])
        #expect(try bench.journal.parked().map(\.sequence) == [2])
    }

    @Test("An event without a subject releases its stream, but not what waits for another too")
    mutating func stream() throws {
        let bench = try Bench()
        bench.receive(try assessment.registered("c-1"), try assessment.registered("c-2"))
        bench.receive(
            try scheduler.enrolled("c-1", phase: "unheard-of"),
            try scheduler.event(
                EnrollmentOpened(
                    client: "c-2", enrollment: "e", phase: "unheard-of",
                    level: .intensiveOutpatient, ages: .adult, clinician: "t01"),
                hasSubject: false),
            try scheduler.enrolled("c-1"), try scheduler.enrolled("c-2"))
        let mended = try bench.restarted(clinicName: "Mended")
        mended.receive(try Self.director.retry(Self.place(2)))
        #expect(mended.core.seated == ["c-2", "c-2"])
        #expect(try mended.journal.parked().map(\.sequence) == [1, 3])
        mended.receive(try Wish(id: "r-2", actor: "dir", role: .director).retry(Self.place(1)))
        #expect(mended.core.seated == ["c-2", "c-2", "c-1", "c-1"])
    }

    @Test("A retry that comes too early is refused for now: the same id may succeed later")
    mutating func early() throws {
        let bench = try Bench()
        bench.receive(try scheduler.enrolled("c-1"), try scheduler.heartbeat())
        bench.receive(try assessment.heartbeat())
        // A minute with all streams whole, and the reference is given up.
        bench.receive(after: 60_001)
        #expect(try bench.journal.parked().map(\.sequence) == [1])
        let retry = try Self.director.retry(Self.place(1))
        let first = bench.receive(retry).answers
        #expect(first.map(\.outcome) == [.refused])
        // What it lacked is about the same client, and so is parked behind it.
        bench.receive(try assessment.registered("c-1"))
        #expect(try bench.journal.parked().map(\.sequence) == [1, 1])
        let again = bench.receive(retry).answers
        #expect(again.map(\.outcome) == [.accepted], "\(again)")
        #expect(bench.core.seated == ["c-1"])
        #expect(!bench.peer.isDegraded)
    }

    @Test("A discarded event is recorded with who let go of it and why; what waited can go on")
    mutating func discarded() throws {
        let bench = try parkedBench()
        let sent = bench.receive(try Self.director.discard(Self.place(1)))
        let event = try #require(sent.events.first)
        #expect(event.attributes.type == "peer-groups.parking.discarded.v1")
        #expect(event.attributes.actor == "dir")
        #expect(event.attributes.role == .director)
        #expect(event.attributes.subject == "c-1")
        let body = try JSONText.decode(EventDiscarded.self, from: event.raw.data)
        #expect(body.place == (try Self.place(1)))
        #expect(body.reason == "It was entered by hand.")
        #expect(try bench.journal.parked().map(\.sequence) == [2, 3])
        #expect(sent.answers.first?.events == [event.id])

        let list = try Self.list(bench)
        let freed = try #require(list.events.first { $0.place.sequence == 3 })
        #expect(freed.waitsFor == nil)
        #expect(freed.reason.contains("can be retried"))
        bench.receive(try Wish(id: "r-2", actor: "dir", role: .director).retry(Self.place(3)))
        #expect(bench.core.seated == ["c-3", "c-1"])
        let later = try bench.restarted()
        #expect(later.core == bench.core)
        #expect(later.peer.engine.heads == bench.peer.engine.heads)
    }

    @Test(
        "Who may not is refused, and nothing changes",
        arguments: [
            (Wish(actor: "t01", role: .clinician), "The role clinician may not"),
            (Wish(actor: "fd1", role: .frontDesk), "The role front-desk may not"),
            (Wish(asker: "cbt", actor: "dir", role: .director), "cbt cannot act as dir"),
            (Wish(actor: nil), "does not say who acts"),
            (Wish(actor: "dir", role: .director, body: "{}"), "The body does not fit"),
        ])
    func forbidden(wish: Wish, problem: String) throws {
        var tests = UnparkingTests()
        let bench = try tests.parkedBench().restarted(clinicName: "Mended")
        for command in [try wish.retry(Self.place(1)), try wish.discard(Self.place(1))] {
            let answer = try #require(bench.receive(command).answers.first)
            #expect(answer.outcome == .refused)
            if wish.body == nil || answer.refusal?.problem.contains("retry") == true {
                #expect(answer.refusal?.problem.contains(problem) == true)
            }
        }
        #expect(try bench.journal.parked().count == 3)
    }

    @Test("A discard without a reason is refused")
    mutating func noReason() throws {
        let bench = try parkedBench()
        let sent = bench.receive(try Self.director.discard(Self.place(1), reason: " "))
        #expect(sent.answers.first?.refusal?.problem == "The reason is empty.")
        #expect(try bench.journal.parked().count == 3)
    }

    @Test("The list says what waits for what; a body comes only with the event that was asked for")
    mutating func listed() throws {
        let bench = try parkedBench()
        let list = try Self.list(bench)
        #expect(list.count == 3)
        #expect(list.events.map(\.place.sequence) == [1, 2, 3])
        #expect(list.events.map(\.behind) == [1, 0, 0])
        #expect(list.events.map(\.waitsFor) == [nil, nil, try Self.place(1)])
        #expect(list.events.first?.reason == "There is no such phase.")
        #expect(list.events.first?.type == "scheduler.enrollment.opened.v1")
        #expect(list.events.allSatisfy { $0.message == nil })
        let one = try Self.list(bench, ParkedEvents(event: Self.place(2)))
        #expect(one.events.first?.message?.raw == (try bench.journal.parked()[1].raw))
    }

    @Test(
        "Nobody but a person who may read the stream sees what is parked",
        arguments: [
            Wish(asker: "cbt", actor: nil, role: nil),
            Wish(asker: "cbt", actor: "dir", role: .director),
            Wish(actor: "fd1", role: .frontDesk), Wish(actor: "fd1", role: .director),
        ])
    func hidden(wish: Wish) throws {
        var tests = UnparkingTests()
        let bench = try tests.parkedBench()
        for query in [ParkedEvents(), ParkedEvents(event: try Self.place(1))] {
            let reply = try #require(bench.receive(try wish.parked(query)).replies.first)
            #expect(reply.attributes.type == QueryRefusal.type)
            #expect(!String(decoding: reply.raw.data, as: UTF8.self).contains("c-1"))
        }
        let cbt = Permission(reads: [.all])
        #expect(
            !cbt.allows(
                publishing: .query(receiver: .peerGroups, name: ["parked"], asker: "cbt"), by: "cbt"
            ))
    }

    @Test("A stream that stopped because too much was parked goes on once there is room")
    mutating func room() throws {
        let bench = try Bench()
        bench.receive(try assessment.registered("c-1"), try assessment.registered("c-2"))
        bench.receive(
            try (1...1_000).map { _ in try scheduler.enrolled("c-1", phase: "unheard-of") })
        let late = try scheduler.enrolled("c-2", phase: "hopeless")
        bench.receive(late, try scheduler.enrolled("c-1"))
        #expect(bench.peer.health.stops.map(\.reason) == [.parkedFull])
        #expect(try Self.list(bench).events.count == 200)
        #expect(try Self.list(bench, ParkedEvents(after: 900)).events.count == 100)

        bench.receive(try Self.director.discard(Self.place(1_000)))
        #expect(bench.peer.health.stops.map(\.reason) == [])
        // The owner is asked for what was not taken in.
        let asked = bench.receive(try scheduler.heartbeat())
        let ask = try #require((asked.replays + bench.receive(after: 30).replays).first)
        let missed = Array(repeating: late, count: 1_001)
        bench.receive(try scheduler.page(missed, to: ask))
        // It asks for the rest first, and decides on the page in the next turn.
        while bench.peer.hasBacklog { bench.receive([]) }
        #expect(try bench.journal.parked().last?.sequence == 1_001)
    }
}

extension UnparkingTests {
    private static func list(_ bench: Bench, _ query: ParkedEvents = ParkedEvents()) throws
        -> ParkedList
    {
        // Another question each time: one that is sent again is answered as it was.
        var wish = director
        wish.id = MessageID("list-\(bench.wall.milliseconds)")
        let sent = bench.receive(try wish.parked(query))
        let reply = try #require(sent.replies.first)
        return try JSONText.decode(ParkedList.self, from: reply.raw.data)
    }

    @Test("A reader that only keeps lets go of one after another, also after a restart")
    mutating func keeper() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/peer-groups.attempts"
        let inputs = ["scheduler.enrollment 1", "assessment.client 1"]
        let suspects = [""] + inputs.map { "2 \(HashChain.digest(of: Array($0.utf8)))" }
        let lines = suspects.map { $0.padding(toLength: 255, withPad: " ", startingAt: 0) + "\n" }
        try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
        let bench = try Bench(
            attempts: AttemptFile(path: path), settings: PeerSettings(keepsAllStreams: true))
        bench.receive(try assessment.heartbeat(), try scheduler.heartbeat())
        bench.receive(try assessment.registered("c-1"), try scheduler.enrolled("c-1"))
        let parked = try bench.journal.parked().map(\.place)
        #expect(parked.count == 2)
        bench.receive(try Self.director.discard(try #require(parked.first)))
        let later = try Bench(
            bench.journal, wall: bench.wall, settings: PeerSettings(keepsAllStreams: true))
        let sent = later.receive(
            try Wish(id: "d-2", actor: "dir", role: .director).discard(try #require(parked.last)))
        #expect(sent.answers.map(\.outcome) == [.accepted])
        #expect(sent.events.map(\.attributes.sequence) == [2])
        #expect(try later.journal.parked() == [])
    }
}
