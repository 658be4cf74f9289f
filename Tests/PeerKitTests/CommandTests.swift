import Journal
import Messages
import PeerKit
import Testing

@testable import PeerBench

@Suite("A command")
struct CommandTests {
    @Test("It takes effect, and whoever asked is told: on their inbox and on no other")
    func accepted() throws {
        let bench = try Bench()
        let sent = bench.receive(try Wish().forbid())

        #expect(sent.events.map(\.attributes.type) == ["peer-groups.pairing.forbidden.v1"])
        let reply = try #require(sent.replies.first)
        #expect(sent.replies.count == 1)
        #expect(reply.topic.text == "inbox.cli-t01.anna-1.peer-groups")
        #expect(reply.attributes.inreplyto == "wish-1")
        let answer = try #require(sent.answers.first)
        #expect(answer.outcome == .accepted)
        #expect(answer.events == sent.events.map(\.id))
        #expect(answer.guidance == ["Tell both clinicians."])
        let event = try #require(sent.events.first)
        #expect(event.attributes.actor == "t01")
        #expect(event.attributes.role == .clinician)
        #expect(event.attributes.causationid == "wish-1")
        // Events before answers: who reads the answer can ask for what it tells.
        #expect(sent.envelopes.first?.id == event.id)
        #expect(bench.core.forbidden.count == 1)
    }

    @Test("Given again with the same id it takes effect once, and gets the same answer")
    func repeated() throws {
        let bench = try Bench()
        let first = bench.receive(try Wish().forbid())
        let again = bench.receive(try Wish().forbid())
        #expect(again.events.isEmpty)
        #expect(again.replies.map(\.raw.data) == first.replies.map(\.raw.data))
        #expect(bench.core.forbidden.count == 1)
    }

    @Test("Twice in one batch it takes effect once, and both get the same answer")
    func twiceAtOnce() throws {
        let bench = try Bench()
        let sent = bench.receive(try Wish().forbid(), try Wish().forbid())
        #expect(sent.events.count == 1)
        #expect(sent.answers.count == 2)
        #expect(Set(sent.answers).count == 1)
        #expect(bench.core.forbidden.count == 1)
    }

    @Test("Given again after a restart it takes effect once, and gets the same answer")
    func repeatedAfterRestart() throws {
        let bench = try Bench()
        let first = bench.receive(try Wish().forbid())
        let later = try bench.restarted()
        let again = later.receive(try Wish().forbid())
        #expect(again.events.isEmpty)
        #expect(again.replies.map(\.raw.data) == first.replies.map(\.raw.data))
        #expect(later.core == bench.core)
        #expect(later.peer.engine.heads == bench.peer.engine.heads)
    }

    @Test("A person's key gives commands in that person's name alone")
    func otherName() throws {
        let bench = try Bench()
        for asker: Identity in ["cli-t02", "cbt", "scheduler"] {
            let sent = bench.receive(try Wish(asker: asker, actor: "t01").forbid())
            #expect(sent.answers.first?.refusal?.problem == "\(asker) cannot act as t01.")
        }
        #expect(bench.core.forbidden.isEmpty)
        // A rehearsal's simulator plays everybody.
        let played = bench.receive(try Wish(asker: .simulator, actor: "t01").forbid())
        #expect(played.answers.first?.outcome == .accepted)
    }

    @Test("A body that says something twice, or was only an example, is refused and named")
    func flawedBodies() throws {
        let fields = #""first":"c-1","second":"c-2""#
        for (body, word) in [
            (#"{\#(fields),"reason":"a","reason":"b"}"#, "reason twice"),
            (#"{\#(fields),"reason":"a","x":[{"y":1,"z":2,"\u0079":3}]}"#, "x.0.y twice"),
            (#"{\#(fields),"reason":"<reason>"}"#, "placeholder of an example in reason"),
            (#"{\#(fields),"reason":"\u003creason> "}"#, "placeholder of an example in reason"),
        ] {
            let bench = try Bench()
            let sent = bench.receive(try Wish(body: body).forbid())
            #expect(sent.answers.first?.outcome == .refused)
            #expect(sent.answers.first?.refusal?.problem.contains(word) == true, "\(body)")
            #expect(bench.core.forbidden.isEmpty)
        }
        let plain = try Bench()
        plain.receive(try Wish(body: #"{\#(fields),"reason":"a < b > c, \"<b>\" said"}"#).forbid())
        #expect(plain.core.forbidden.count == 1)
    }

    @Test("Another's event in which something stands twice is set aside, and not guessed at")
    func flawedEvent() throws {
        let bench = try Bench()
        var assessment = Author(.assessment)
        let good = try Envelope(assessment.registered("c-1"))
        let text = String(decoding: good.raw.data, as: UTF8.self)
        let twice = #"{"client":"c-2","# + text.dropFirst()
        let sent = bench.receive(
            RawMessage(
                topic: good.raw.topic, attributes: good.raw.attributes,
                data: Array(twice.utf8)[...]))
        #expect(sent.events.isEmpty)
        #expect(bench.core.registered == [])
        #expect(try bench.journal.parked().count == 1)
    }

    @Test("A query is answered only under the name by which the hub let it through")
    func queryName() throws {
        let bench = try Bench()
        for (name, isAnswered) in [("memberships", true), ("history", false)] {
            var attributes = Attributes(
                id: "q", source: "/small/cbt", type: Memberships.type,
                time: Timestamp(milliseconds: 1))
            attributes.replytoken = "t"
            let query = try Envelope(
                topic: .query(to: .peerGroups, name: name, from: "cbt"),
                attributes: attributes, data: JSONText.encode(Memberships.example))
            let reply = try #require(bench.receive(query.raw).replies.first)
            #expect((reply.attributes.type != QueryRefusal.type) == isAnswered)
        }
    }

    @Test("Two askers that chose the same id are two commands", arguments: [true, false])
    func sameIDOfAnother(isOneBatch: Bool) throws {
        let bench = try Bench()
        let mine = try Wish().forbid()
        let theirs = try Wish(actor: "t02", token: "bo-1").forbid("c-3", "c-4")
        let sent =
            isOneBatch
            ? bench.receive(mine, theirs).replies
            : bench.receive(mine).replies + bench.receive(theirs).replies
        #expect(
            sent.map(\.topic.text) == [
                "inbox.cli-t01.anna-1.peer-groups", "inbox.cli-t02.bo-1.peer-groups",
            ])
        #expect(Set(sent.map(\.raw.data)).count == 2)
        #expect(bench.core.forbidden.map(\.first) == ["c-1", "c-3"])
    }

    @Test(
        "One that is not fit is refused with a remedy, and nothing is recorded",
        arguments: [
            (Wish(actor: nil), "does not say who acts"),
            (Wish(role: nil), "does not say who acts"),
            (Wish(actor: "nobody"), "not on this clinic's staff"),
            (Wish(actor: "fd1", role: .clinician), "does not have the role clinician"),
            (Wish(actor: "it1", role: .administrator), "may not give this command"),
            (Wish(verb: "seat"), "does not know this command"),
            (Wish(type: "peer-groups.forbid-pairing.v9"), "does not know this command"),
            (Wish(body: "{\"first\": \"c-1\"}"), "does not fit"),
            (Wish(body: "not even JSON"), "does not fit"),
        ])
    func unfit(wish: Wish, problem: String) throws {
        let bench = try Bench()
        let sent = bench.receive(try wish.forbid())
        let answer = try #require(sent.answers.first)
        #expect(answer.outcome == .refused)
        #expect(answer.refusal?.problem.contains(problem) == true)
        #expect(answer.refusal?.remedy.isEmpty == false)
        #expect(sent.events.isEmpty)
        #expect(try bench.recorded() == [])
        #expect(bench.core == Desk())
    }

    @Test("What the core refuses changes nothing, and the same wish is refused again")
    func refused() throws {
        let bench = try Bench()
        let sent = bench.receive(try Wish().forbid("c-1", "c-1"))
        #expect(
            sent.answers == [
                .refused(Advice("One client is not two.", remedy: "Name two clients."))
            ])
        #expect(try bench.recorded() == [])
        let again = bench.receive(try Wish().forbid("c-1", "c-1"))
        #expect(again.answers == sent.answers)
    }

    @Test("One that came too early is refused for now: the same id may succeed later")
    func early() throws {
        let bench = try Bench()
        var assessment = Author(.assessment)
        let sent = bench.receive(try Wish().allow("c-1"))
        #expect(sent.answers.first?.outcome == .refused)
        #expect(sent.answers.first?.refusal?.problem.contains("client") == true)
        bench.receive(try assessment.registered("c-1"))
        #expect(bench.receive(try Wish().allow("c-1")).answers.first?.outcome == .accepted)
    }

    @Test("Without a usable inbox it takes effect all the same", arguments: [nil, "", "a.b", "*"])
    func unanswerable(token: String?) throws {
        let bench = try Bench()
        let sent = bench.receive(try Wish(token: token).forbid())
        #expect(sent.replies.isEmpty)
        #expect(sent.events.count == 1)
    }

    @Test("One for another service is left alone")
    func notMine() throws {
        let bench = try Bench()
        let sent = bench.receive(try Wish().raw(PlanWeek.example))
        #expect(sent.turn.frames.isEmpty)
        #expect(try bench.recorded() == [])
    }

    @Test("Of its own it sends one until it is answered, with one id, also after a restart")
    func outgoing() throws {
        let bench = try Bench()
        let first = try #require(try ask(bench).commands.first)
        #expect(first.topic.text == "command.scheduler.plan-week.peer-groups")
        #expect(first.attributes.replytoken == "inbox-1")
        #expect(bench.receive().commands.isEmpty)
        #expect(bench.receive(after: 600).commands.map(\.id) == [first.id])

        let later = try bench.restarted()
        #expect(later.peer.openRequestCount == 1)
        #expect(later.receive().commands.map(\.id) == [first.id])
        later.receive(try answer(to: first, from: "assessment"))
        #expect(later.core.answers == [], "an answer of somebody else")
        later.receive(try answer(to: first, from: "scheduler"))
        later.receive(try answer(to: first, from: "scheduler"))
        #expect(later.core.answers == ["accepted"])
        #expect(later.receive(after: 10_000).commands.isEmpty)
        #expect(try later.journal.outbox().isEmpty)
        #expect(try later.restarted().peer.openRequestCount == 0)
    }

    @Test("What a therapy is told goes the same way, after all commands, to the therapy's own name")
    func told() throws {
        let bench = try Bench()
        var (assessment, scheduler) = (Author(.assessment), Author(.scheduler))
        let sent = bench.receive(
            try assessment.registered("c-1"),
            try scheduler.enrolled("c-1", phase: "p2", ages: .adolescent)
        ).commands
        #expect(
            sent.map(\.topic.text) == [
                "command.scheduler.plan-week.peer-groups",
                "command.calm.report-practice.peer-groups",
            ])
        let word = try #require(sent.last)
        #expect(word.attributes.type == "calm.report-practice.v1")
        #expect(word.attributes.dataclassification == .clinical)
        #expect(word.person == Actor(staff: "t01", role: .clinician))
        #expect(try bench.restarted().receive().commands.map(\.id) == sent.map(\.id))
    }

    @Test("Nobody answers: after a minute its outcome is unknown, and it is sent no more")
    func unanswered() throws {
        let bench = try Bench()
        try ask(bench)
        for _ in 0..<8 { bench.receive(after: 8_000) }
        #expect(bench.core.answers == ["unknown"])
        #expect(bench.peer.openRequestCount == 0)
        #expect(bench.receive(after: 60_000).commands.isEmpty)
    }

    @discardableResult
    private func ask(_ bench: Bench) throws -> Bench.Sent {
        var (assessment, scheduler) = (Author(.assessment), Author(.scheduler))
        return bench.receive(
            try assessment.registered("c-1"), try scheduler.enrolled("c-1", ages: .adolescent))
    }

    private func answer(to command: Envelope, from responder: Identity) throws -> RawMessage {
        var attributes = Attributes(
            id: "answer", source: "/small/\(responder)", type: Answer.type,
            time: Timestamp(milliseconds: 0))
        attributes.inreplyto = command.id
        return try Envelope(
            topic: .inbox(of: .peerGroups, token: "inbox-1", from: responder),
            attributes: attributes, data: JSONText.encode(Answer(outcome: .accepted))
        ).raw
    }
}
