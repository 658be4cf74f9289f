import Messages
import TestSupport
import Testing

@testable import Bus

/// The gate by itself, without a reader: streams and words go in, an hour passes or waits.
@Suite("The gate of the hours")
struct GateTests {
    private var gate = ClockGate()
    private let sessions = FakeOwner.stream("scheduler.session")
    private let clients = FakeOwner.stream("assessment.client")

    private mutating func hear(_ owner: Identity, knows hour: Int64, judged: Int64 = 0) {
        var heartbeat = Heartbeat(
            identity: owner, incarnation: "first", version: "1", state: .ready)
        heartbeat.clockReceived = hour
        gate.hear(heartbeat, from: owner, judged: judged)
    }

    private mutating func admits(
        _ hour: Int64, lagging: [EventStream] = [], at now: SteadyInstant,
        knowing known: Set<Identity> = [.scheduler, .assessment]
    ) -> Bool {
        gate.admits(hour, lagging: lagging, at: now, isKnown: known.contains)
    }

    @Test("An hour passes when all streams are whole and every owner knows of it")
    mutating func passes() {
        hear(.scheduler, knows: 1)
        #expect(gate.mayPass(1, lagging: []))
        #expect(!gate.mayPass(1, lagging: [sessions]))
        #expect(!gate.mayPass(2, lagging: []))
        #expect(gate.awaited(by: 2, lagging: [clients]) == [.scheduler, .assessment])
    }

    @Test("It waits five minutes from when it came, and then passes without whom it waited for")
    mutating func patience() {
        hear(.scheduler, knows: 0)
        var isOpen = admits(1, lagging: [clients], at: 1_000)
        #expect(!isOpen)
        #expect(gate.waitsSince == 1_000)
        isOpen = admits(1, lagging: [clients], at: 300_999)
        #expect(!isOpen)
        isOpen = admits(1, lagging: [clients], at: 301_000)
        #expect(isOpen)
        #expect(gate.isWaived(clients) && gate.unawaited == [.scheduler])
        #expect(gate.overdue == [.scheduler, .assessment])
        gate.passed(isHeld: false, at: 301_000)
        #expect(gate.waitsSince == nil)
        #expect(gate.mayPass(2, lagging: [clients]), "it waited once")
    }

    @Test("The next hour that waits has patience of its own")
    mutating func anew() {
        _ = admits(1, lagging: [clients], at: 0)
        gate.passed(isHeld: true, at: 2_000)
        #expect(gate.waitsSince == 2_000)
        let isOpen = admits(2, lagging: [clients], at: 300_000)
        #expect(!isOpen)
    }

    @Test("Whoever has caught up is overdue no longer, and waited for again")
    mutating func caughtUp() {
        hear(.scheduler, knows: 0)
        _ = admits(1, lagging: [clients], at: 0)
        _ = admits(1, lagging: [clients], at: 300_000)
        gate.settle([clients, sessions])
        #expect(gate.overdue == [.scheduler, .assessment])
        hear(.scheduler, knows: 1, judged: 1)
        gate.settle([clients, sessions])
        #expect(gate.overdue == [.assessment])
        gate.heed(clients)
        gate.settle([clients, sessions])
        #expect(gate.overdue.isEmpty)
        #expect(!gate.mayPass(2, lagging: [clients]) && !gate.mayPass(2, lagging: []))
    }

    @Test("Who was never heard is waived by patience, and no trouble")
    mutating func neverHeard() {
        _ = admits(1, lagging: [clients], at: 0, knowing: [])
        let isOpen = admits(1, lagging: [clients], at: 300_000, knowing: [])
        #expect(isOpen && gate.isWaived(clients) && gate.overdue.isEmpty)
    }

    @Test("Who is stopped on purpose is not waited for, and overdue no longer")
    mutating func stopped() {
        hear(.scheduler, knows: 0)
        _ = admits(1, at: 0)
        _ = admits(1, at: 300_000)
        #expect(gate.overdue == [.scheduler])
        gate.waive([clients], stopped: [.scheduler])
        #expect(gate.overdue.isEmpty)
        #expect(gate.mayPass(2, lagging: [clients]))
    }

    @Test("A former member is waited for once it is heard, and a plugin never")
    mutating func holds() {
        gate.add(clients, hold: .onceHeard)
        gate.add(FakeOwner.stream("my-therapy.session"), hold: .never)
        #expect(gate.mayPass(1, lagging: [clients]))
        hear("my-therapy", knows: 0)
        #expect(gate.mayPass(1, lagging: []))
        #expect(!gate.heeds("my-therapy") && gate.heeds(.assessment))
        gate.heed(clients)
        #expect(!gate.mayPass(1, lagging: [clients]))
    }
}
