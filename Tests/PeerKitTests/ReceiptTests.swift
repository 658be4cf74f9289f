import Journal
import Messages
import TestSupport
import Testing

@testable import PeerBench

@Suite("The answer to a command, for whoever asks again")
struct ReceiptTests {
    private static let hour: Duration = .seconds(3600)
    /// What a wall clock shows in 2026.
    private static let today: Timestamp = 1_795_392_000_000
    /// Years, in milliseconds, in which every deadline is over.
    private static let years: Int64 = 20_000 * 24 * 3_600_000
    static let steps = [years, -years]

    @Test("A wall clock that jumps takes no answer away", arguments: steps)
    func running(step: Int64) throws {
        let bench = try Bench(wall: Self.today)
        let first = bench.receive(try Wish().forbid())
        bench.receive(after: step)
        // Long enough for what is over to be forgotten.
        for _ in 0..<60 { bench.receive(after: 60_000) }
        #expect(bench.receive(try Wish().forbid()).replies.map(\.raw.data) == first.bodies)
        bench.receive(after: -step)
        for _ in 0..<60 { bench.receive(after: 60_000) }
        #expect(bench.receive(try Wish().forbid()).replies.map(\.raw.data) == first.bodies)
        #expect(bench.core.forbidden.count == 1)
    }

    @Test("Neither does one that was set while the service was down", arguments: steps)
    func down(step: Int64) throws {
        let bench = try Bench(wall: Self.today)
        let first = bench.receive(try Wish().forbid())
        bench.wall += step
        let later = try bench.restarted()
        for _ in 0..<60 { later.receive(after: 60_000) }
        #expect(later.receive(try Wish().forbid()).replies.map(\.raw.data) == first.bodies)
        #expect(later.core.forbidden.count == 1)
    }

    @Test("It is kept for 48 hours in which the service ran, beyond a deadline a day away")
    func isBounded() throws {
        var bench = try Bench(wall: Self.today)
        bench.receive(try Wish().forbid())
        func run(hours: Int64) throws {
            for _ in 0..<hours * 60 { bench.receive(after: 60_000) }
            // Starts in between, and clocks that are set, change nothing.
            bench.wall += Self.years
            bench = try bench.restarted()
        }
        for _ in 0..<8 { try run(hours: 8) }
        #expect(try bench.journal.receipts().count == 1)
        for _ in 0..<2 { try run(hours: 8) }
        #expect(try bench.journal.receipts().isEmpty)
    }

    @Test("A later deadline is waited for, if the asker's clock is right")
    func laterDeadline() {
        let now = Self.today
        let reserve = Self.hour * 48
        #expect(Receipt.lifetime(until: nil, at: now) == Self.hour * 24 + reserve)
        for (hours, kept) in [(-500, 24), (1, 24), (24, 24), (30, 30)] {
            #expect(
                Receipt.lifetime(until: now.advanced(byHours: hours), at: now)
                    == Self.hour * kept + reserve)
        }
    }

    @Test("A command is not refused for a deadline that is over by the clock here")
    func late() throws {
        let bench = try Bench(wall: Self.today + Self.years)
        #expect(bench.receive(try Wish().forbid()).answers.map(\.outcome) == [.accepted])
    }
}

extension Bench.Sent {
    /// The bodies of the replies.
    fileprivate var bodies: [ArraySlice<UInt8>] { replies.map(\.raw.data) }
}
