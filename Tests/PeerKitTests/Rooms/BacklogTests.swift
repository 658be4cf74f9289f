import Messages
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit

@Suite("What is left over")
struct BacklogTests {
    private var backlog = Backlog()

    private func command(_ number: Int) throws -> Input {
        .command(try Envelope(Wish(id: MessageID("w-\(number)")).forbid()))
    }

    private func ids(_ inputs: [Input]) -> [MessageID] { inputs.compactMap { $0.asked?.id } }

    @Test("It is taken slice by slice, and what a slice puts back is the next")
    mutating func slices() throws {
        backlog.append(try (1...300).map(command))
        let slice = backlog.takeSlice()
        #expect(slice.count == 256)
        #expect(backlog.count == 44)
        backlog.putBack(slice[250...])
        backlog.append([try command(301)])
        #expect(ids(backlog.takeSlice()) == (251...301).map { MessageID("w-\($0)") })
        #expect(backlog.isEmpty)
    }

    @Test("From 10,000 inputs on nothing more should be received")
    mutating func bound() throws {
        let wish = try command(1)
        backlog.append(Array(repeating: wish, count: Backlog.limit - 1))
        #expect(!backlog.isFull)
        backlog.append([wish])
        #expect(backlog.isFull)
    }

    @Test("Events, which the reader brings again, are let go; commands stay")
    mutating func events() throws {
        var author = Author(.assessment)
        backlog.append([.event(try .delivered(author.registered("c-1"))), try command(1)])
        backlog.dropEvents()
        #expect(ids(backlog.takeSlice()) == ["w-1"])
    }

    @Test("While something is left over no newer hour was received")
    mutating func hours() throws {
        backlog.beginTurn(clock: 3)
        #expect(backlog.clockReceived(of: 4) == 4)
        backlog.append([try command(1)])
        #expect(backlog.clockReceived(of: 4) == 3)
        backlog.beginTurn(clock: 4)
        #expect(backlog.clockReceived(of: 5) == 3)
        _ = backlog.takeSlice()
        backlog.beginTurn(clock: 5)
        #expect(backlog.clockReceived(of: 5) == 5)
    }
}
