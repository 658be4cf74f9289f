import HubCore
import Testing

@Suite("The hub's counts")
struct TrafficCountsTests {
    var counts = TrafficCounts(limit: 3)

    mutating func pass(_ topic: String, frames: [Int] = [10]) {
        counts.began(topic: Array(topic.utf8).span)
        for bytes in frames { counts.passed(byteCount: bytes) }
    }

    @Test("tell apart what each sender sent, by the token that names the sender")
    mutating func senders() {
        pass("event.scheduler.session.scheduled", frames: [33, 100, 7])
        pass("event.scheduler.session.begun")
        pass("command.scheduler.plan-week.cli-anna")
        pass("status.hub.heartbeat")
        #expect(counts.counters["from-event-scheduler"] == 2)
        #expect(counts.counters["from-command-cli-anna"] == 1)
        #expect(counts.counters["from-status-hub"] == 1)
        #expect(counts.messages == 4)
        #expect(counts.bytes == 170)
    }

    @Test("take the last token as the sender of queries and answers")
    mutating func lastToken() {
        pass("query.scheduler.replay.session.ledger")
        pass("inbox.ledger.0123456789abcdef.scheduler")
        #expect(counts.counters["from-query-ledger"] == 1)
        #expect(counts.counters["from-inbox-scheduler"] == 1)
    }

    @Test("count senders beyond their bound together")
    mutating func bounded() {
        for name in ["a", "b", "c", "d", "e", "a"] { pass("event.\(name).x.y") }
        #expect(counts.counters["other-senders"] == 2)
        #expect(counts.counters["from-event-a"] == 2)
        #expect(counts.counters["from-event-d"] == nil)
        #expect(counts.messages == 6)
    }

    @Test(
        "count what is no topic, and keep no trace of it",
        arguments: [
            "", ".", "event", "event.", "event..x", "nonsense.a.b", "event.Anna Smith.x",
            "command.only", "query.x.y.", String(repeating: "a.", count: 200),
        ])
    mutating func garbage(_ topic: String) {
        let names = counts.counters.keys.sorted()
        pass(topic)
        #expect(counts.badTopics == 1)
        #expect(counts.counters.keys.sorted() == names)
    }
}
