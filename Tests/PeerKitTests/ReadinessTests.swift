import Messages
import PeerKit
import Testing

@testable import PeerBench

@Suite("Readiness")
struct ReadinessTests {
    private var scheduler = Author(.scheduler)

    /// A peer whose probe came back.
    private func joined() throws -> Bench {
        let bench = try Bench()
        bench.receive(try #require(bench.peer.probe()))
        return bench
    }

    @Test("A peer is not ready before the hub brought its probe back")
    func probe() throws {
        #expect(try !Bench().peer.isReady)
        #expect(try joined().peer.isReady)
    }

    @Test("An owner that is up is waited for, until its streams are whole")
    mutating func waits() throws {
        let bench = try joined()
        let missed = try scheduler.enrolled("c-1", phase: "unheard-of")
        bench.receive(try scheduler.heartbeat())
        #expect(!bench.peer.isReady)
        bench.receive(missed)
        #expect(bench.peer.isReady)
    }

    @Test("Two that start at once do not wait for each other")
    func together() throws {
        let bench = try joined()
        bench.receive(try scheduler.heartbeat(.starting))
        #expect(bench.peer.isReady)
    }
}
