import Messages
import TestKit
import Testing

@Suite("A frame: one topic, and messages of two lines each")
struct FrameTests {
    private let stream: EventStream

    init() throws { stream = try #require(EventStream("scheduler.session")) }

    private func event(_ sequence: Int64, bytes: Int = 2) throws -> RawMessage {
        var attributes = Attributes(
            id: MessageID("m-\(sequence)"), source: "/test/scheduler",
            type: "scheduler.session.cancelled.v1", time: Timestamp(milliseconds: 0))
        attributes.sequence = sequence
        attributes.prevhash = "0"
        let data = "\"" + String(repeating: "x", count: bytes - 2) + "\""
        return try Envelope(
            topic: .event(stream), attributes: attributes, data: Array(data.utf8)
        ).raw
    }

    private func attributes(_ type: String) -> String {
        #"{"datacontenttype":"application/json","id":"a","inreplyto":"q","prevhash":"00","#
            + #""sequence":7,"source":"/a","specversion":"1.0","time":"2026-11-23T00:00:00Z","#
            + #""type":"\#(type)"}"#
    }

    private func read(_ text: String) throws(WireError) -> Frame.Contents {
        try Frame(Array(text.utf8)).read()
    }

    private func run(_ frame: Frame) throws -> EventRun {
        guard case .events(let run) = try frame.read() else { throw WireError.badFrame }
        return run
    }

    @Test("Events of one stream travel together, byte for byte and in order")
    func events() throws {
        let events = try (1...3).map { try event($0) }
        let frames = Frame.frames(of: events)
        let frame = try #require(frames.first)
        #expect(frames.count == 1)
        let lines = frame.bytes.split(separator: UInt8(ascii: "\n"))
        #expect(lines[0] == Array("event.scheduler.session".utf8)[...])
        #expect(lines.count == 7)
        #expect(frame.bytes.last == UInt8(ascii: "\n"))
        let run = try run(frame)
        #expect(run.stream == stream)
        #expect(run.messages == events)
        #expect(try run.map { try $0.get() } == events.map { try Envelope($0) })
    }

    @Test("Events of several streams are put by stream, each in its order")
    func streams() throws {
        let other = try #require(EventStream("scheduler.plan"))
        func planned(_ sequence: Int64) throws -> RawMessage {
            var attributes = try Envelope(event(sequence)).attributes
            attributes.type = "scheduler.plan.made.v1"
            return try Envelope(
                topic: .event(other), attributes: attributes, data: Array("{}".utf8)
            ).raw
        }
        let mixed = try [event(1), planned(1), event(2), planned(2)]
        let runs = try Frame.frames(of: mixed).map(run)
        #expect(runs.map(\.stream) == [stream, other])
        #expect(runs.map(\.messages) == [[mixed[0], mixed[2]], [mixed[1], mixed[3]]])
    }

    @Test("A frame of events has 1,000 of them at most")
    func eventLimit() throws {
        let events = try (1...1_001).map { try event($0) }
        let tiny = events.map {
            RawMessage(topic: $0.topic, attributes: [UInt8(ascii: "{")], data: [])
        }
        #expect(try Frame.frames(of: tiny).map { try run($0).messages.count } == [1_000, 1])
        let lines = String(repeating: "{\n\n", count: 1_001)
        #expect(throws: WireError.badFrame) { try read("event.scheduler.session\n" + lines) }
    }

    @Test("A frame of events has 256 KiB at most")
    func byteLimit() throws {
        // Topic, attributes and three line ends leave so much for the data of two that are alike.
        let size = Frame(try event(1)).bytes.count - 2
        let half = (Frame.eventsLimitBytes + 24) / 2 - size
        let two = try [event(1, bytes: half), event(2, bytes: half)]
        let most = Frame.frames(of: two)
        #expect(most.map(\.bytes.count) == [Frame.eventsLimitBytes])
        #expect(try run(most[0]).messages == two)
        let more = Frame.frames(of: [two[0], try event(2, bytes: half + 1)])
        #expect(more.count == 2)
        var long = most[0].bytes
        long.insert(UInt8(ascii: "x"), at: long.count - 3)
        #expect(throws: WireError.frameTooLong(long.count)) { try Frame(long).read() }
    }

    @Test("No frame has more than 512 KiB")
    func frameLimit() throws {
        let start = "inbox.a.b.c\n" + attributes("view.v1") + "\n"
        let rest = Frame.limitBytes - start.utf8.count - 1
        let most = start + String(repeating: "x", count: rest) + "\n"
        #expect(try read(most).single?.raw.data.count == rest)
        #expect(throws: WireError.frameTooLong(Frame.limitBytes + 1)) {
            try read(start + String(repeating: "x", count: rest + 1) + "\n")
        }
        let topic = Topic.inbox(of: "a", token: "b", from: "c")
        let attributes = Attributes(
            id: "a", source: "/a", type: "view.v1", time: Timestamp(milliseconds: 0))
        #expect(throws: WireError.self) {
            try Envelope(
                topic: topic, attributes: attributes,
                data: Array(repeating: 32, count: Frame.limitBytes))
        }
        _ = try Envelope(
            topic: topic, attributes: attributes,
            data: Array(repeating: 32, count: Frame.bodyLimitBytes))
    }

    @Test(
        "What does not end with a line feed, or has half an entry, is no frame",
        arguments: [
            "", "\n", "status.a.heartbeat", "status.a.heartbeat\n", "status.a.heartbeat\n{}",
            "status.a.heartbeat\n{}\n", "status.a.heartbeat\n{}\n{}", "event.a.b\n",
            "event.a.b\n{}\n{}\n{}\n",
        ])
    func misshapen(text: String) {
        #expect(throws: WireError.badFrame) { try read(text) }
    }

    @Test("A frame whose first line is no topic is refused as that")
    func topic() {
        #expect(throws: WireError.badTopic) { try read("event.a\n{}\n{}\n") }
        #expect(throws: WireError.badTopic) { try read("\n{}\n{}\n") }
        let long = "inbox.a.b." + String(repeating: "c", count: 246)
        #expect(throws: WireError.topicTooLong(256)) { try read(long + "\n{}\n{}\n") }
    }

    @Test("Only events share a frame")
    func alone() throws {
        let entry = attributes("answer.v1") + "\n{}\n"
        for topic in ["command.a.b.c", "query.a.b.c", "inbox.a.b.c", "status.a.heartbeat"] {
            #expect(try read("\(topic)\n" + entry).single?.id == "a")
            #expect(throws: WireError.badFrame) { try read("\(topic)\n" + entry + entry) }
        }
    }

    @Test("An event that breaks a rule does not harm those beside it")
    func container() throws {
        let good = try [event(1), event(3)]
        let attributes = Array(good[0].attributes)
        let long = RawMessage(
            topic: good[0].topic, attributes: good[0].attributes,
            data: Array(repeating: 32, count: RawMessage.eventDataLimitBytes + 1)[...])
        let other = String(decoding: attributes, as: UTF8.self)
            .replacing("scheduler.session", with: "scheduler.plan")
        let bad: [(RawMessage, WireError)] = [
            (RawMessage(topic: good[0].topic, attributes: [], data: []), .badAttributes),
            (
                RawMessage(
                    topic: good[0].topic,
                    attributes: Array(repeating: 32, count: RawMessage.attributesLimitBytes + 1)[
                        ...], data: []),
                .attributesTooLong(RawMessage.attributesLimitBytes + 1)
            ),
            (long, .dataTooLong(long.data.count, limit: RawMessage.eventDataLimitBytes)),
            (
                RawMessage(topic: good[0].topic, attributes: Array(other.utf8)[...], data: []),
                .badAttributes
            ),
        ]
        for (message, flaw) in bad {
            let frame = try #require(Frame.frames(of: [good[0], message, good[1]]).first)
            let events = try run(frame)
            #expect(try events[0].get() == Envelope(good[0]))
            #expect(events[1] == .failure(flaw))
            #expect(try events[2].get() == Envelope(good[1]))
        }
    }

    @Test(
        "An event's type is its stream's, with a fact and a version",
        arguments: [
            ("scheduler.session.cancelled.v1", "cancelled"), ("scheduler.session.a-1.v20", "a-1"),
            ("scheduler.session.cancelled.v01", nil), ("scheduler.session.cancelled", nil),
            ("scheduler.session.cancelled.v", nil), ("scheduler.session..v1", nil),
            ("scheduler.session.v1", nil), ("scheduler.session.a.b.v1", nil),
            ("assessment.session.cancelled.v1", nil), ("scheduler.sessions.cancelled.v1", nil),
            ("scheduler.session.Cancelled.v1", nil), ("scheduler.session.cancelled.v1 ", nil),
        ] as [(String, String?)])
    func types(type: String, fact: String?) throws {
        let frame = "event.scheduler.session\n" + attributes(type) + "\n{}\n"
        let event = try #require(try run(Frame(Array(frame.utf8))).first)
        guard let fact else {
            #expect(event == .failure(.badAttributes))
            return
        }
        #expect(try event.get().fact == fact[...])
    }

    @Test("A page is its own entry and the events', and says whose they are")
    func page() throws {
        let events = try (3...5).map { try event($0) }
        var own = Attributes(
            id: "page", source: "/test/scheduler", type: ReplayPage.type,
            time: Timestamp(milliseconds: 0))
        own.inreplyto = "ask"
        own.sequence = 9
        own.prevhash = "ab"
        let reply = try Envelope(
            topic: .inbox(of: "ledger", token: "t", from: .scheduler), attributes: own,
            data: Array(#"{"from":3,"stream":"scheduler.session"}"#.utf8))
        let frame = ReplayPage(messages: events).frame(behind: reply)
        guard case .page(let page) = try frame.read() else { throw WireError.badPage }
        #expect(page.envelope == reply)
        #expect(page.from == 3)
        #expect(page.head == Heartbeat.Head(sequence: 9, hash: "ab"))
        #expect(page.run.stream == stream && page.run.messages == events)
        let empty = ReplayPage(messages: []).frame(behind: reply)
        guard case .page(let nothing) = try empty.read() else { throw WireError.badPage }
        #expect(nothing.run.messages.isEmpty)
    }

    @Test(
        "A page that does not say what it is of is refused",
        arguments: [
            "{}", #"{"from":1}"#, #"{"stream":"scheduler.session"}"#,
            #"{"from":1,"stream":"scheduler"}"#, "",
        ])
    func pageOfNothing(data: String) {
        #expect(throws: WireError.badData(type: ReplayPage.type)) {
            try read("inbox.a.b.c\n\(attributes(ReplayPage.type))\n\(data)\n")
        }
    }

    @Test("A page that does not say where its stream ends is refused")
    func pageWithoutHead() {
        let end = "\n" + #"{"from":1,"stream":"scheduler.session"}"# + "\n"
        for (name, text) in [("sequence", #""sequence":7,"#), ("prevhash", #""prevhash":"00","#)] {
            let line = attributes(ReplayPage.type).replacing(text, with: "")
            #expect(throws: WireError.missingAttribute(name)) {
                try read("inbox.a.b.c\n" + line + end)
            }
        }
    }

    @Test("A body with the end of a line in it can be put into no frame")
    func lineFeed() throws {
        let topic = Topic.event(stream)
        let attributes = try Envelope(event(1)).attributes
        #expect(throws: WireError.badData(type: "scheduler.session.cancelled.v1")) {
            try Envelope(topic: topic, attributes: attributes, data: Array("{\n}".utf8))
        }
    }
}
