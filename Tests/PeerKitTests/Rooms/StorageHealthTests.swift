import Messages
import TestSupport
import Testing

@testable import PeerKit

@Suite("The health of the storage")
struct StorageHealthTests {
    private var storage = StorageHealth()
    private let full = Advice("The disk is full.", remedy: "Free some space.")

    @Test("It works until something fails, and again once a try succeeded")
    mutating func states() {
        #expect(!storage.isFailing && !storage.isTryDue(at: 1_000_000))
        storage.fail(full, at: 1_000)
        #expect(storage.failing?.advice == full)
        storage.succeed()
        #expect(storage.failing == nil)
    }

    @Test("Tries come after half a second, then ever later, and never more than four seconds apart")
    mutating func spacing() {
        var now: SteadyInstant = 0
        for pause in [500, 1_000, 2_000, 4_000, 4_000] as [Int64] {
            storage.fail(full, at: now)
            #expect(!storage.isTryDue(at: now + .milliseconds(pause - 1)))
            now = now + .milliseconds(pause)
            #expect(storage.isTryDue(at: now))
        }
        storage.succeed()
        storage.fail(full, at: now)
        #expect(storage.isTryDue(at: now + .milliseconds(500)))
    }

    @Test("It fails since the first failure in a row, for the reason of the last")
    mutating func since() {
        let gone = Advice("The disk is gone.", remedy: "Put it back.")
        storage.fail(full, leavesDoubt: true, at: 1_000)
        #expect(storage.leavesDoubt)
        storage.fail(gone, at: 9_000)
        #expect(storage.failing?.since == 1_000)
        #expect(storage.failing?.advice == gone)
        #expect(!storage.leavesDoubt)
        storage.succeed()
        storage.fail(full, at: 20_000)
        #expect(storage.failing?.since == 20_000)
    }

    @Test("Another reason is no further failure; what works has none")
    mutating func explain() {
        let behind = Advice("The journal is an old one.", remedy: "Put the newest in its place.")
        storage.explain(behind)
        storage.retry(at: 0)
        #expect(!storage.isFailing)
        storage.fail(full, at: 0)
        storage.explain(behind)
        #expect(storage.failing?.advice == behind)
        #expect(storage.isTryDue(at: 500))
        storage.fail(full, at: 500)
        storage.retry(at: 600)
        #expect(storage.isTryDue(at: 600))
    }
}
