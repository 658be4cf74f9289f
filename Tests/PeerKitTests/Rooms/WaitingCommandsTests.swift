import Messages
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit

@Suite("Commands that wait for an hour")
struct WaitingCommandsTests {
    private var waiting = WaitingCommands()

    private func command(_ id: MessageID) throws -> Envelope {
        try Envelope(Wish(id: id).forbid())
    }

    @Test("While no hour waits none is held, and those that were are handed over in order")
    mutating func order() throws {
        #expect(!waiting.isHeld(by: false, at: 0))
        for id in ["first", "second"] as [MessageID] {
            let isKept = waiting.add(try command(id))
            #expect(isKept)
        }
        #expect(waiting.release(hourWaits: false, at: 0).map(\.id) == ["first", "second"])
        #expect(waiting.count == 0)
    }

    @Test(
        "An hour that waits holds commands for five seconds from the first turn on, and no longer")
    mutating func patience() throws {
        #expect(waiting.isHeld(by: true, at: 1_000))
        _ = waiting.add(try command("first"))
        #expect(waiting.release(hourWaits: true, at: 1_000).isEmpty)
        #expect(waiting.release(hourWaits: true, at: 5_999).isEmpty)
        #expect(waiting.isHeld(by: true, at: 5_999))
        #expect(waiting.release(hourWaits: true, at: 6_000).map(\.id) == ["first"])
        #expect(!waiting.isHeld(by: true, at: 6_001), "who is away holds up none")
    }

    @Test("The next hour that waits has its own five seconds")
    mutating func anew() throws {
        _ = waiting.release(hourWaits: true, at: 0)
        #expect(!waiting.isHeld(by: true, at: 5_000))
        _ = waiting.release(hourWaits: false, at: 6_000)
        #expect(waiting.isHeld(by: true, at: 7_000))
    }

    @Test("Of more than 1,000 the next is dropped, and its asker sends it again")
    mutating func bound() throws {
        let wish = try command("wish")
        for _ in 1...WaitingCommands.limit {
            let isKept = waiting.add(wish)
            #expect(isKept)
        }
        let isKept = waiting.add(wish)
        #expect(!isKept)
        #expect(waiting.count == WaitingCommands.limit)
    }
}
