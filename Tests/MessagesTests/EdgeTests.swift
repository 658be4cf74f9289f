import Messages
import Testing

@Suite("The edge: what does not fit is refused with a reason")
struct EdgeTests {
    private func attributes(sequence: Int64? = 1, prevhash: String? = "0") throws -> [UInt8] {
        var attributes = Attributes(
            id: "m-1", source: "/test/scheduler", type: "scheduler.session.cancelled.v1",
            time: Timestamp(milliseconds: 0))
        attributes.sequence = sequence
        attributes.prevhash = prevhash
        return attributes.encoded()
    }

    private func raw(topic: String, attributes: [UInt8], data: [UInt8] = Array("{}".utf8))
        -> RawMessage
    {
        RawMessage(topic: Array(topic.utf8), attributes: attributes, data: data)
    }

    @Test(
        "A bad topic is refused",
        arguments: [
            "", ".", "event", "event.scheduler", "event.Scheduler.session",
            "event.scheduler..", "event..session", "event.scheduler.session.", "event.a.ü",
            "event.scheduler.session.cancelled", "gossip.a.b.c", "status.a.b", "command.a.b",
            "query.a.b", "inbox.a.b", "inbox.a.b.c.d",
        ])
    func badTopic(topic: String) throws {
        let attributes = try attributes()
        #expect(throws: WireError.badTopic) {
            try Envelope(raw(topic: topic, attributes: attributes))
        }
    }

    @Test("What asks for a stream's history names that stream, and nothing else does")
    func historyStream() throws {
        let stream = try #require(EventStream("scheduler.session"))
        let topic = Topic.history(of: stream, from: "cli-t01")
        #expect(topic.text == "query.ledger.history.scheduler.session.cli-t01")
        #expect(topic.address.historyStream == stream)
        #expect(topic.address.sender == "cli-t01")
        for text in [
            "query.scheduler.history.scheduler.session.cli-t01", "query.ledger.history.cli-t01",
            "query.ledger.history.session.cli-t01", "query.ledger.replay.scheduler.session.cbt",
            "query.ledger.history.scheduler.session.more.cbt", "query.ledger.timeline.cli-t01",
            "event.scheduler.session", "command.ledger.history.cbt",
        ] { #expect(try Topic(text).address.historyStream == nil, "\(text)") }
    }

    @Test("A topic of 255 bytes passes, one more does not")
    func topicLimit() throws {
        let start = "command.scheduler.plan-week."
        let attributes = try attributes()
        let most = start + String(repeating: "a", count: 255 - start.utf8.count)
        _ = try Envelope(raw(topic: most, attributes: attributes))
        #expect(throws: WireError.topicTooLong(256)) {
            try Envelope(raw(topic: most + "a", attributes: attributes))
        }
    }

    @Test("An event's data of 128 KiB passes, one byte more does not")
    func dataLimit() throws {
        let attributes = try attributes()
        let topic = "event.scheduler.session"
        let most = [UInt8](repeating: 32, count: 128 * 1024)
        _ = try Envelope(raw(topic: topic, attributes: attributes, data: most))
        #expect(throws: WireError.dataTooLong(128 * 1024 + 1, limit: 128 * 1024)) {
            try Envelope(raw(topic: topic, attributes: attributes, data: most + [32]))
        }
    }

    @Test(
        "Attributes that are no CloudEvent are refused", arguments: ["", "[]", "{}", "{\"id\":1}"])
    func badAttributes(text: String) {
        #expect(throws: WireError.badAttributes) {
            try Envelope(
                raw(topic: "event.scheduler.session", attributes: Array(text.utf8)))
        }
    }

    @Test("An event without its place in the chain is refused")
    func missingSequence() throws {
        let topic = "event.scheduler.session"
        let without = try attributes(sequence: nil)
        #expect(throws: WireError.missingAttribute("sequence")) {
            try Envelope(raw(topic: topic, attributes: without))
        }
        let unchained = try attributes(prevhash: nil)
        #expect(throws: WireError.missingAttribute("prevhash")) {
            try Envelope(raw(topic: topic, attributes: unchained))
        }
    }

    @Test("Unknown fields and unknown words survive")
    func tolerance() throws {
        let text =
            #"{"alert":"a-1","client":"c-1","due":"2026-11-23T00:00:00.000Z","guidance":"g","kind":"new-kind","novelty":7,"urgency":"tomorrow"}"#
        let alert = try JSONText.decode(RiskAlerted.self, from: Array(text.utf8))
        #expect(alert.kind.rawValue == "new-kind")
        #expect(!alert.kind.isKnown)
        #expect(String(decoding: try JSONText.encode(alert), as: UTF8.self).contains("tomorrow"))
    }

    @Test("A value may be nested 64 deep and no deeper", arguments: [("[", "]"), ("{\"x\":", "}")])
    func depth(open: String, close: String) throws {
        func nested(_ count: Int) -> [UInt8] {
            Array(
                (String(repeating: open, count: count) + "1"
                    + String(repeating: close, count: count)).utf8)
        }
        _ = try JSONText.decode(JSONFragment.self, from: nested(64))
        #expect(throws: DecodingError.self) {
            try JSONText.decode(JSONFragment.self, from: nested(65))
        }
    }

    @Test(
        "Times are read as they are written",
        arguments: [
            "1970-01-01T00:00:00.000Z", "2026-11-23T14:05:09.120Z", "2028-02-29T23:59:59.999Z",
            "1969-12-31T23:59:59.999Z",
        ])
    func timestamps(text: String) {
        #expect(Timestamp(text)?.description == text)
    }

    @Test(
        "What is no time is refused",
        arguments: [
            "", "2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T25:00:00Z",
            "2026-11-23T00:00:00+01:00", "2026-11-23T00:00:00.Z", "2026-11-23 00:00:00Z",
        ])
    func noTimestamps(text: String) { #expect(Timestamp(text) == nil) }

    @Test("A day has 23 hours in spring and 25 in autumn, and each has its own moment")
    func daylightSaving() throws {
        let zone = "America/Chicago"
        let autumn = try #require(
            Moment(startOf: LocalDate(year: 2026, month: 11, day: 1), hour: 0, timeZone: zone))
        let after = try #require(
            Moment(startOf: LocalDate(year: 2026, month: 11, day: 2), hour: 0, timeZone: zone))
        #expect(after.utc.milliseconds - autumn.utc.milliseconds == 25 * 3_600_000)
        let spring = try #require(
            Moment(startOf: LocalDate(year: 2027, month: 3, day: 14), hour: 0, timeZone: zone))
        let next = try #require(
            Moment(startOf: LocalDate(year: 2027, month: 3, day: 15), hour: 0, timeZone: zone))
        #expect(next.utc.milliseconds - spring.utc.milliseconds == 23 * 3_600_000)
    }

    @Test("A message that was made is the one that is read from its bytes")
    func made() throws {
        var attributes = Attributes(
            id: "m-1", source: "/test/scheduler", type: "scheduler.session.cancelled.v1",
            time: Timestamp(milliseconds: 1_795_442_400_123))
        attributes.subject = "c-0001"
        attributes.dataclassification = .clinical
        attributes.sequence = 7
        attributes.prevhash = "0"
        attributes.correlationid = "m-0"
        attributes.causationid = "m-0"
        attributes.actor = "t01"
        attributes.role = "therapist"
        attributes.replytoken = "a/\"b\\ü"
        attributes.deadline = Timestamp(milliseconds: 1_795_442_400_999)
        attributes.inreplyto = "m-2"
        let made = try Envelope(
            topic: Topic("event.scheduler.session"), attributes: attributes,
            data: Array("{}".utf8))
        #expect(try Envelope(made.raw) == made)
    }

    @Test("What may not be read may not be made either")
    func unmade() throws {
        let topic = try Topic("event.scheduler.session")
        let attributes = Attributes(
            id: "m-1", source: "/test/scheduler", type: "scheduler.session.cancelled.v1",
            time: Timestamp(milliseconds: 0))
        #expect(throws: WireError.missingAttribute("sequence")) {
            try Envelope(topic: topic, attributes: attributes, data: [])
        }
        var long = attributes
        long.sequence = 1
        long.prevhash = "0"
        let most = [UInt8](repeating: 32, count: RawMessage.eventDataLimitBytes)
        #expect(throws: WireError.dataTooLong(most.count + 1, limit: most.count)) {
            try Envelope(topic: topic, attributes: long, data: most + [32])
        }
        long.source = String(repeating: "x", count: RawMessage.attributesLimitBytes)
        #expect(throws: WireError.self) {
            try Envelope(topic: topic, attributes: long, data: most)
        }
    }

    @Test(
        "A wish for a page begins with a sequence that an event can have",
        arguments: [(.min, 1), (0, 1), (7, 7), (.max, 9_007_199_254_740_991)] as [(Int64, Int64)])
    func firstOfPage(from: Int64, first: Int64) {
        #expect(ReplayRequest(from: from).first == first)
    }
}
