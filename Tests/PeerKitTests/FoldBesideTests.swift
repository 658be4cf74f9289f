import Journal
import Messages
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit

/// A correction of what is long ago is folded by a task beside the peer; all behind it waits.
@Suite("A fold beside the loop")
struct FoldBesideTests {
    private var assessment = Author(.assessment)
    private var scheduler = Author(.scheduler)

    private static var settings: PeerSettings {
        var settings = PeerSettings()
        settings.loopFoldLimit = 3
        return settings
    }

    /// Enrols some clients in two peers, of which the second folds at once.
    private mutating func benches(_ count: Int = 6) throws
        -> (beside: Bench, atOnce: Bench, enrolled: [RawMessage])
    {
        let benches = (try Bench(settings: Self.settings), try Bench())
        var enrolled: [RawMessage] = []
        for number in 1...count {
            let client = ClientID("c-\(number)")
            let registered = try assessment.registered(client)
            enrolled.append(try scheduler.enrolled(client))
            for bench in [benches.0, benches.1] { bench.receive(registered, enrolled[number - 1]) }
        }
        return (benches.0, benches.1, enrolled)
    }

    @Test("The correction waits with all behind it, in order, and the peer says so")
    mutating func waits() throws {
        let (bench, other, enrolled) = try benches()
        let late = [
            try scheduler.correction(of: enrolled[0]), try Wish().forbid("c-2", "c-3"),
            try assessment.registered("c-7"),
        ]
        let recorded = try bench.recorded()
        let sent = bench.receive(late)
        #expect(sent.answers.isEmpty && sent.events.isEmpty)
        #expect(try bench.recorded() == recorded)
        for _ in 1...3 { bench.receive([]) }
        #expect(bench.peer.isAwaitingFold && !bench.peer.canGoOn)
        #expect(!bench.peer.isReady && bench.peer.isDegraded && !bench.peer.isWhole)
        #expect(bench.peer.troubles.contains { $0.advice.problem.contains("folds its history") })
        let beat = bench.peer.heartbeat(incarnation: "i", version: "0", state: .ready)
        #expect(beat.queued == 3 && beat.counters[Heartbeat.folding] == 1)
        // What is asked is answered from what is committed.
        #expect(bench.receive(try Wish(id: "w-2").parked(ParkedEvents())).replies.count == 1)

        #expect(try bench.foldBeside())
        #expect(bench.beginFold() == nil)
        let after = bench.receive([])
        #expect(!bench.peer.isAwaitingFold && !bench.peer.isDegraded)
        #expect(after.answers.map(\.outcome) == [.accepted])
        other.receive(late)
        #expect(bench.core == other.core)
        #expect(bench.core.seated == ["c-2", "c-3", "c-4", "c-5", "c-6"])
        #expect(try bench.recorded() == other.recorded())
        #expect(try bench.restarted().core == bench.core)
    }

    @Test("What is of late is folded at once")
    mutating func short() throws {
        let (bench, _, enrolled) = try benches(1)
        bench.receive(try scheduler.correction(of: enrolled[0]))
        #expect(!bench.peer.isAwaitingFold)
        #expect(bench.core.seated == [])
    }

    @Test("Those that come together cost one fold; what comes meanwhile waits for the next")
    mutating func several() throws {
        let (bench, other, enrolled) = try benches()
        let together = [
            try scheduler.correction(of: enrolled[0]), try assessment.registered("c-7"),
            try scheduler.correction(of: enrolled[2]), try scheduler.enrolled("c-7"),
            try scheduler.correction(of: enrolled[4]),
        ]
        bench.receive(together)
        let task = try #require(bench.beginFold())
        let meanwhile = try scheduler.correction(of: enrolled[5])
        bench.receive(meanwhile)
        bench.settle(try task.run { _, _ in })
        bench.receive([])
        #expect(bench.core.seated == ["c-2", "c-4", "c-6", "c-7"])
        #expect(try bench.foldBeside())
        bench.receive([])
        #expect(try !bench.foldBeside())
        other.receive(together)
        other.receive(meanwhile)
        #expect(bench.core == other.core)
        #expect(bench.core.seated == ["c-2", "c-4", "c-7"])
        #expect(try bench.restarted().core == bench.core)
    }

    @Test("A person who takes something back is answered once it is folded")
    mutating func own() throws {
        let bench = try Bench(settings: Self.settings)
        let wrong = try #require(bench.receive(try Wish().forbid()).events.first)
        for number in 2...8 {
            bench.receive(try Wish(id: MessageID("wish-\(number)")).forbid("c-8", "c-9"))
        }
        #expect(bench.receive(try Wish(id: "wish-9").retract(wrong.id)).answers.isEmpty)
        #expect(try bench.foldBeside())
        let answers = bench.receive(try Wish(id: "wish-10").forbid("c-5", "c-6")).answers
        #expect(answers.map(\.outcome) == [.accepted, .accepted])
        #expect(bench.core.forbidden.map(\.first).filter { $0 != "c-8" } == ["c-5"])
        #expect(try bench.restarted().core == bench.core)
    }

    @Test("A fold that fails is a disk that fails: it is tried again")
    mutating func failed() throws {
        let (bench, _, enrolled) = try benches()
        let correction = try scheduler.correction(of: enrolled[0])
        bench.receive(correction)
        let task = try #require(bench.beginFold())
        bench.abandon(task, for: JournalRefusal.closed)
        #expect(bench.peer.health.storageFault != nil)
        bench.receive([], after: 10_000)
        #expect(bench.peer.health.storageFault == nil && !bench.peer.isAwaitingFold)
        // What was folded for a state that is no more changes nothing.
        bench.settle(try task.run { _, _ in })
        bench.receive(correction)
        #expect(bench.core.seated.count == 6)
        #expect(try bench.foldBeside())
        bench.receive([])
        #expect(bench.core.seated.count == 5)
    }

    @Test("A correction whose fold ended the process twice is set aside; an orderly stop is no end")
    mutating func deadly() throws {
        let folder = try TemporaryFolder()
        let (bench, _, enrolled) = try benches()
        let correction = try scheduler.correction(of: enrolled[0])
        func begun() throws -> (bench: Bench, task: FoldTask<Desk>?) {
            let next = try Bench(
                bench.journal, attempts: AttemptFile(path: "\(folder.path)/a"),
                settings: Self.settings)
            next.receive(correction)
            return (next, next.beginFold())
        }
        for _ in 1...3 { try begun().bench.peer.leaveFold() }
        // Nor is a disk that fails meanwhile.
        for _ in 1...3 {
            let (next, task) = try begun()
            next.abandon(try #require(task), for: JournalRefusal.closed)
            next.receive([], after: 10_000)
            #expect(next.peer.health.storageFault == nil)
        }
        for _ in 1...2 { #expect(try begun().bench.peer.isAwaitingFold) }
        let third = try begun().bench
        #expect(!third.peer.isAwaitingFold)
        #expect(try third.journal.parked().count == 1)
    }

    @Test("States on the way are kept, ever fewer the older they are")
    func checkpoints() throws {
        let engine = try Engine(
            core: Desk(), identity: .peerGroups, clinic: SmallClinic.clinic(),
            mode: SmallClinic.mode())
        var checkpoints = Checkpoints<Desk>()
        func newest(before position: Int64) -> Int64? {
            checkpoints.newest(without: ["x"], at: { _ in position })?.position
        }
        for position in stride(from: Int64(50), through: 19_250, by: 50) {
            checkpoints.pass(FoldedState(engine: engine, position: position), at: position)
        }
        #expect(newest(before: 19_251) == 19_250)
        #expect(newest(before: 19_250) == 19_000)
        #expect(newest(before: 19_000) == 18_000)
        #expect(newest(before: 18_000) == 16_000)
        #expect(newest(before: 16_000) == nil)
        checkpoints = checkpoints.upTo(18_000)
        #expect(newest(before: 19_251) == 18_000)
    }
}
