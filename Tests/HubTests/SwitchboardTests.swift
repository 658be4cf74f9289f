import HubCore
import Messages
import Testing

@Suite("Who may say what, and to whom it goes")
struct SwitchboardTests {
    private var board = Switchboard(
        lines: [
            .init(
                identity: .scheduler,
                permission: Permission(reads: [Grant("assessment.client")].compactSet)),
            .init(identity: .assessment, permission: Permission()),
            .init(identity: .ledger, permission: Permission(reads: [.all])),
            .init(
                identity: "cli-t01",
                permission: Permission(
                    sends: [Grant("scheduler.plan-week")].compactSet,
                    asks: [Grant("ledger.timeline")].compactSet)),
            .init(identity: "cli-t02", permission: Permission(watches: true)),
        ], salt: 1)
    private static let names = ["scheduler", "assessment", "ledger", "cli-t01", "cli-t02"]

    private mutating func route(_ topic: String, by sender: String) -> Switchboard.Route {
        board.route(topic: Array(topic.utf8).span, from: Array(sender.utf8).span)
    }

    /// The names of those who get it; asked twice, for the second answer comes from the table.
    private mutating func readers(_ topic: String, by sender: String) -> [String]? {
        let first = route(topic, by: sender)
        guard case .forward(let places) = first, route(topic, by: sender) == first else {
            return nil
        }
        return places.map { Self.names[$0] }
    }

    @Test("An event goes to those who may read its stream")
    mutating func events() {
        #expect(
            readers("event.assessment.client", by: "assessment")
                == ["scheduler", "ledger"])
        #expect(readers("event.assessment.risk", by: "assessment") == ["ledger"])
        #expect(readers("event.scheduler.session", by: "scheduler") == ["ledger"])
    }

    @Test("A stream of names and contacts goes to nobody, not even to who reads all")
    mutating func identifying() {
        #expect(
            route("event.assessment.identity", by: "assessment") == .drop(.forbidden))
    }

    @Test(
        "Nobody speaks in another's name",
        arguments: [
            "event.assessment.client", "status.assessment.heartbeat",
            "command.scheduler.plan-week.cli-t01", "query.ledger.timeline.cli-t01",
            "inbox.cli-t01.0123.assessment",
        ])
    mutating func forged(_ topic: String) {
        #expect(route(topic, by: "scheduler") == .drop(.forged))
        #expect(route(topic, by: "") == .drop(.unproven))
        // What was allowed to the right one is in the table now, and still not to another.
        _ = route(topic, by: topic.hasSuffix("cli-t01") ? "cli-t01" : "assessment")
        #expect(route(topic, by: "scheduler") == .drop(.forged))
    }

    @Test("A reply goes to whom it is for, whatever its token, and to nobody else")
    mutating func replies() {
        for token in ["0123", "4567", "x"] {
            #expect(readers("inbox.cli-t01.\(token).assessment", by: "assessment") == ["cli-t01"])
            #expect(readers("inbox.cli-t02.\(token).assessment", by: "assessment") == ["cli-t02"])
        }
    }

    @Test("Commands and queries go to their receiver and to who watches, if they are granted")
    mutating func requests() {
        #expect(
            readers("command.scheduler.plan-week.cli-t01", by: "cli-t01")
                == ["scheduler", "cli-t02"])
        #expect(readers("query.ledger.timeline.cli-t01", by: "cli-t01") == ["ledger", "cli-t02"])
        for topic in [
            "command.scheduler.change-phase.cli-t01", "command.assessment.plan-week.cli-t01",
            "query.ledger.export.cli-t01", "query.ledger.timeline.more.cli-t01",
        ] { #expect(route(topic, by: "cli-t01") == .drop(.forbidden)) }
    }

    @Test("Everyone may ask anybody for a heartbeat, the hub too, in the own name alone")
    mutating func heartbeatRequests() {
        #expect(
            readers("query.scheduler.heartbeat.cli-t01", by: "cli-t01")
                == ["scheduler", "cli-t02"])
        #expect(readers("query.hub.heartbeat.assessment", by: "assessment") == ["cli-t02"])
        #expect(
            route("query.hub.heartbeat.assessment", by: "cli-t01") == .drop(.forged))
        for (topic, isAsked) in [
            ("query.hub.heartbeat.cli-t01", true), ("query.ledger.heartbeat.cli-t01", false),
            ("query.hub.heartbeats.cli-t01", false), ("query.hub", false),
        ] {
            #expect(Switchboard.asksForHeartbeat(Array(topic.utf8).span) == isAsked, "\(topic)")
        }
    }

    @Test("Replay and history are granted with the stream, and with nothing else")
    mutating func replay() {
        #expect(
            readers("query.assessment.replay.client.scheduler", by: "scheduler")
                == ["assessment", "cli-t02"])
        #expect(
            route("query.assessment.replay.risk.scheduler", by: "scheduler")
                == .drop(.forbidden))
        #expect(
            route("query.ledger.history.assessment.risk.scheduler", by: "scheduler")
                == .drop(.forbidden))
        #expect(
            route("query.assessment.replay.identity.ledger", by: "ledger")
                == .forward([1, 4]), "its owner serves no such stream")
    }

    @Test("A stream's history is for who may read the stream, whatever of the ledger is granted")
    func history() {
        func board(reads: [String], asks: [String], by name: Identity) -> Switchboard {
            Switchboard(
                lines: [
                    .init(
                        identity: name,
                        permission: Permission(
                            reads: reads.map { Grant($0) }.compactSet,
                            asks: asks.map { Grant($0) }.compactSet)),
                    .init(identity: .ledger, permission: Permission(reads: [.all])),
                ], salt: 1)
        }
        func mayAsk(
            _ topic: String, reads: [String] = [], asks: [String] = [], by name: Identity = "cbt"
        ) -> Bool {
            var board = board(reads: reads, asks: asks, by: name)
            let route = board.route(
                topic: Array(topic.utf8).span, from: Array(name.text.utf8).span)
            return route == .forward([1])
        }
        let topic = "query.ledger.history.scheduler.session.cbt"
        #expect(mayAsk(topic, reads: ["scheduler.session"]))
        #expect(mayAsk(topic, reads: ["scheduler.*"]))
        #expect(mayAsk(topic, reads: ["*.session"]))
        for reads in [
            ["scheduler.enrollment"], ["assessment.session"], ["assessment.*"], ["*.history"],
            ["ledger.history"], ["ledger.*"], ["history.scheduler"], ["scheduler.cbt"],
        ] { #expect(!mayAsk(topic, reads: reads), "\(reads)") }
        for asks in [
            "*.*", "ledger.*", "*.history", "ledger.history", "scheduler.session",
            "ledger.timeline",
        ] { #expect(!mayAsk(topic, asks: [asks]), "\(asks)") }
        // Nobody else's query, and no other form of it.
        for other in [
            "query.scheduler.history.scheduler.session.cbt", "query.ledger.history.session.cbt",
            "query.ledger.history.cbt", "query.ledger.history.scheduler.session.more.cbt",
            "query.ledger.histories.scheduler.session.cbt",
            "query.ledger.replay.scheduler.session.cbt", "query.ledger.scheduler.session.cbt",
        ] {
            #expect(!mayAsk(other, reads: ["scheduler.session", "session.*"]), "\(other)")
        }
        // What is no token is no topic: a grant's star cannot be asked for.
        for odd in ["*", "", "Session", "session ", "s%", "session\u{0}", "é"] {
            for topic in [
                "query.ledger.history.scheduler.\(odd).cbt",
                "query.ledger.history.\(odd).session.cbt",
            ] { #expect(!mayAsk(topic, reads: ["*.*"]), "\(odd)") }
        }
    }

    @Test("History asked in another's name is forged, whoever may read the stream")
    mutating func forgedHistory() {
        let topic = "query.ledger.history.assessment.client.scheduler"
        #expect(readers(topic, by: "scheduler") == ["ledger", "cli-t02"])
        for thief in ["cli-t01", "cli-t02", "assessment"] {
            #expect(route(topic, by: thief) == .drop(.forged))
        }
        #expect(route(topic, by: "") == .drop(.unproven))
        // Who watches sees the question pass; that is no grant to ask.
        #expect(
            route("query.ledger.history.assessment.client.cli-t02", by: "cli-t02")
                == .drop(.forbidden))
    }

    @Test(
        "What is no topic of the protocol goes nowhere",
        arguments: [
            "", "event", "event.", "event.x", "other.scheduler.x", "event.scheduler.a.b",
            "status.scheduler.other", "inbox.cli-t01.scheduler", "inbox.cli-t01..scheduler",
            "inbox.cli-t01.a b.scheduler", "event.scheduler.Ü",
        ])
    mutating func bad(_ topic: String) {
        // What is remembered of a good one must not serve for it.
        _ = route("inbox.cli-t01.0123.scheduler", by: "scheduler")
        guard case .drop = route(topic, by: "scheduler") else {
            Issue.record("\(topic) was forwarded")
            return
        }
    }

    @Test("What is forwarded is counted by class and sender, and nothing that is refused")
    mutating func counted() {
        for _ in 0..<2 {
            for (topic, sender) in [
                ("event.assessment.client", "assessment"),
                ("event.assessment.client", "scheduler"),
                ("inbox.cli-t01.0123.assessment", "assessment"),
                ("command.scheduler.change-phase.cli-t01", "cli-t01"),
                ("event.Anna Smith.x", "assessment"),
            ] {
                _ = board.route(
                    topic: Array(topic.utf8).span, from: Array(sender.utf8).span, byteCount: 100)
            }
        }
        #expect(
            board.traffic.counters == [
                "messages": 4, "bytes": 400, "other-senders": 0, "from-event-assessment": 2,
                "from-inbox-assessment": 2,
            ])
    }

    @Test("A full table decides each message afresh, and rightly")
    mutating func full() {
        for number in 0..<(Switchboard.limit + 50) {
            let topic = "event.scheduler.entity-\(number)"
            #expect(readers(topic, by: "scheduler") == ["ledger"])
        }
        #expect(readers("event.assessment.risk", by: "assessment") == ["ledger"])
        #expect(route("event.assessment.risk", by: "scheduler") == .drop(.forged))
    }
}

extension Array where Element == Grant? {
    fileprivate var compactSet: Set<Grant> { Set(compactMap(\.self)) }
}
