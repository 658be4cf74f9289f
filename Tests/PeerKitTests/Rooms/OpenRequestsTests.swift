import Journal
import Messages
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit

@Suite("Commands on their way")
struct OpenRequestsTests {
    private var requests = OpenRequests()

    private func command(_ id: MessageID) throws -> Outgoing {
        Outgoing(id: id, raw: try Wish(id: id).forbid(), deadline: Timestamp(milliseconds: 0))
    }

    @Test("A command is sent at once, and again after half a second, one, two, four and eight")
    mutating func pauses() throws {
        requests.add(try command("c-1"))
        let sent = stride(from: 0, through: 32_000, by: 250).filter { time in
            !requests.due(at: SteadyInstant(milliseconds: Int64(time))).isEmpty
        }
        #expect(sent == [0, 500, 1_500, 3_500, 7_500, 15_500, 23_500, 31_500])
    }

    @Test("It has 60 seconds from when it was first sent, is sent no more after them, and is late")
    mutating func expiry() throws {
        requests.add(try command("c-1"))
        #expect(requests.expired(at: 100_000).isEmpty, "it was not sent yet")
        #expect(requests.due(at: 100_000).map(\.deadline) == [160_000])
        #expect(requests.due(at: 150_000).map(\.deadline) == [160_000], "not anew for each try")
        #expect(requests.expired(at: 159_999).isEmpty)
        #expect(requests.expired(at: 160_000).map(\.id) == ["c-1"])
        #expect(requests.due(at: 160_000).isEmpty)
        #expect(requests.count == 1, "whoever is told of it takes it away")
    }

    @Test("A turn sends 256 of them in their order, and the next one those behind")
    mutating func bound() throws {
        for number in 1...300 { requests.add(try command(MessageID("c-\(number)"))) }
        let first = requests.due(at: 0).map(\.command.id)
        #expect(first == (1...256).map { MessageID("c-\($0)") })
        #expect(requests.due(at: 1).map(\.command.id) == (257...300).map { MessageID("c-\($0)") })
        #expect(requests.due(at: 2).isEmpty)
    }

    @Test("Added twice it is one, and a removed one is not sent, found or late")
    mutating func removal() throws {
        for id in ["c-1", "c-2", "c-1"] as [MessageID] { requests.add(try command(id)) }
        #expect(requests.count == 2)
        _ = requests.due(at: 0)
        let removed = requests.remove("c-1")
        #expect(removed?.id == "c-1" && requests["c-1"] == nil)
        let again = requests.remove("c-1")
        #expect(again == nil)
        #expect(requests.due(at: 500).map(\.command.id) == ["c-2"])
        #expect(requests.expired(at: 60_000).map(\.id) == ["c-2"])
    }

    @Test("The outbox as the journal has it decides what is open; what was sent keeps its time")
    mutating func outbox() throws {
        requests.load([try command("c-1"), try command("c-2")])
        _ = requests.due(at: 0)
        requests.load([try command("c-2"), try command("c-3")])
        #expect(requests["c-1"] == nil && requests.count == 2)
        #expect(requests.due(at: 100).map(\.command.id) == ["c-3"])
    }

    @Test("Without an outbox a command is sent once, and still expires")
    mutating func once() throws {
        requests.add(try command("c-1"))
        #expect(requests.due(at: 0, once: true).count == 1)
        #expect(requests.due(at: 30_000, once: true).isEmpty)
        #expect(requests.expired(at: 60_000).map(\.id) == ["c-1"])
    }
}
