import Messages
import TestSupport
import Testing

@testable import Bus
@testable import PeerKit

@Suite("Asks for pages")
struct PageAsksTests {
    private var asks = PageAsks()

    private func ask(_ text: String, delay: Int64 = 0, number: Int = 1) throws -> ReplayAsk {
        ReplayAsk(
            stream: try #require(EventStream(text)), from: 1, delay: .milliseconds(delay),
            isCheck: false, number: number)
    }

    @Test("An ask is sent once its jitter is over, under a name that no other has")
    mutating func delay() throws {
        asks.add(try ask("scheduler.session", delay: 20), at: 100)
        asks.add(try ask("assessment.client", delay: 10), at: 100)
        #expect(asks.nextSend == 110)
        #expect(asks.due(at: 109, token: "t").isEmpty)
        #expect(asks.due(at: 110, token: "t").map(\.id) == ["t-1"])
        #expect(asks.nextSend == 120)
        #expect(asks.due(at: 500, token: "t").map(\.id) == ["t-2"])
        #expect(asks.nextSend == nil)
        #expect(asks.count { _ in true } == 2 && asks.sentCount == 2)
    }

    @Test("Only the owner of the stream answers it, and once")
    mutating func answer() throws {
        let wanted = try ask("scheduler.session")
        asks.add(wanted, at: 0)
        let id = try #require(asks.due(at: 0, token: "t").first?.id)
        var answered = asks.answered(id, by: .assessment)
        #expect(answered == nil)
        answered = asks.answered("t-2", by: .scheduler)
        #expect(answered == nil)
        answered = asks.answered(id, by: .scheduler)
        #expect(answered == wanted)
        answered = asks.answered(id, by: .scheduler)
        #expect(answered == nil)
        #expect(asks.count { _ in true } == 0)
    }

    @Test("One ask is on its way for each owner: the page of an earlier one is late, and ignored")
    mutating func oneForEachOwner() throws {
        asks.add(try ask("scheduler.session", number: 1), at: 0)
        _ = asks.due(at: 0, token: "t")
        asks.add(try ask("scheduler.enrollment", number: 2), at: 0)
        asks.add(try ask("assessment.client", number: 3), at: 0)
        _ = asks.due(at: 0, token: "t")
        #expect(asks.count { _ in true } == 2)
        let late = asks.answered("t-1", by: .scheduler)
        #expect(late == nil)
        let wanted = asks.answered("t-2", by: .scheduler)
        #expect(wanted?.number == 2)
    }

    @Test("An ask that the reader waits for no more keeps nobody busy; its page may still come")
    mutating func awaitedNoMore() throws {
        let wanted = try ask("scheduler.session")
        asks.add(wanted, at: 0)
        #expect(asks.count { _ in false } == 1, "it is still to be sent")
        let id = try #require(asks.due(at: 0, token: "t").first?.id)
        #expect(asks.count { $0 == wanted } == 1)
        #expect(asks.count { _ in false } == 0)
        let late = asks.answered(id, by: .scheduler)
        #expect(late == wanted)
    }
}
