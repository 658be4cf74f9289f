import Messages
import Testing

@testable import ServiceKit

@Suite("What a process tells of streams that it lacks")
struct TroubleWatchTests {
    @Test("One that catches up comes on and is no trouble; one that gets nothing is told")
    func lag() throws {
        let bench = try Bench()
        var watch = TroubleWatch(files: [])
        var assessment = Author(.assessment)
        let events = try (1...40).map { try assessment.registered(ClientID("c-\($0)")) }
        // All that it has published is announced, and comes slowly.
        for frames in events.dropLast(10) {
            bench.receive(try assessment.heartbeat(), after: 2_000)
            bench.receive(frames)
            watch.look(at: bench.peer, wall: bench.wall)
            #expect(watch.troubles.isEmpty)
        }
        for _ in 1...6 {
            bench.receive(try assessment.heartbeat(), after: 2_000)
            watch.look(at: bench.peer, wall: bench.wall)
        }
        #expect(watch.troubles.count == 1)
        #expect(watch.troubles.first?.problem.contains("assessment.client") == true)
    }
}
