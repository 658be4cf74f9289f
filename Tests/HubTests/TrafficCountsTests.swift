import HubCore
import Testing

@Suite("The hub's counts")
struct TrafficCountsTests {
    private var counts = TrafficCounts(limit: 3)

    private mutating func pass(_ kind: String, from sender: String, bytes: Int = 10) {
        let place = counts.place(of: kind, from: sender)
        counts.passed(at: place, byteCount: bytes)
    }

    @Test("tell apart what each sender sent, class by class")
    mutating func senders() {
        pass("event", from: "scheduler", bytes: 140)
        pass("event", from: "scheduler")
        pass("command", from: "cli-anna")
        pass("status", from: "hub")
        #expect(counts.counters["from-event-scheduler"] == 2)
        #expect(counts.counters["from-command-cli-anna"] == 1)
        #expect(counts.counters["from-status-hub"] == 1)
        #expect(counts.messages == 4)
        #expect(counts.bytes == 170)
    }

    @Test("count senders beyond their bound together")
    mutating func bounded() {
        for name in ["a", "b", "c", "d", "e", "a"] { pass("event", from: name) }
        #expect(counts.counters["other-senders"] == 2)
        #expect(counts.counters["from-event-a"] == 2)
        #expect(counts.counters["from-event-d"] == nil)
        #expect(counts.messages == 6)
    }
}
