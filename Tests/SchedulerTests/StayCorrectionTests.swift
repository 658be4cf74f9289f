import Messages
import TestKit
import Testing

@testable import SchedulerCore

@Suite("Corrections of a stay")
struct StayCorrectionTests {
    /// A scheduler beside its journal, in which a correction names whom it is about.
    fileprivate struct Desk {
        var agenda = Agenda()
        var facts: [Fact] = []
        private var count: UInt64 = 0

        private var context: Context {
            let utc = Timestamp(milliseconds: 1_795_442_400_000 + Int64(count) * 60_000)
            let local = LocalDateTime(
                date: LocalDate(year: 2026, month: 11, day: 23),
                time: TimeOfDay(minutes: 480 + Int(count)))
            return Context(
                now: Moment(utc: utc, local: local), clinic: .oneGroup,
                identifiers: IdentifierSource(high: count, low: 1, time: utc))
        }

        @discardableResult
        mutating func hear(_ event: any Event) throws -> Fact {
            let heard = made(event, by: type(of: event).owner ?? .assessment, cause: nil)
            agenda.apply(heard)
            facts.append(heard)
            var context = self.context
            record(try agenda.react(to: heard, in: &context), cause: heard.id)
            return heard
        }

        mutating func order(_ command: any Command) throws {
            var context = self.context
            let actor = Actor(staff: "t01", role: .clinician)
            record(try agenda.decide(command, by: actor, in: &context), cause: "command")
        }

        /// Folds the history without a fact, as its peer does, and draws the consequences.
        mutating func correct(_ fact: Fact) throws {
            if fact.owner == .scheduler { try agenda.permitRetraction(of: fact) }
            let correction = made(
                EnteredInError(
                    event: fact.id, type: type(of: fact.event).type(by: fact.owner),
                    client: fact.event.subject.map { ClientID($0) }, reason: "Wrong."),
                by: fact.owner, cause: nil)
            facts.removeAll { $0.id == fact.id }
            agenda = rebuilt
            var context = self.context
            record(try agenda.react(to: correction, in: &context), cause: correction.id)
        }

        /// The state as a restart derives it: without what was entered in error.
        var rebuilt: Agenda {
            let wrong = Set(facts.compactMap { ($0.event as? EnteredInError)?.event })
            var fresh = Agenda()
            for fact in facts where !wrong.contains(fact.id) { fresh.apply(fact) }
            return fresh
        }

        func last(_ kind: any Event.Type) throws -> Fact {
            try #require(facts.last { type(of: $0.event) == kind })
        }

        func phase(of client: ClientID) throws -> PhaseID? {
            let view = try agenda.answer(Enrollments(), in: context) as? [EnrollmentStatus]
            return view?.first { $0.client == client }?.phase
        }

        private mutating func made(_ event: any Event, by owner: Identity, cause: MessageID?)
            -> Fact
        {
            count += 1
            return Fact(
                id: MessageID("m-\(count)"), owner: owner, event: event, time: context.now.utc,
                cause: cause)
        }

        private mutating func record(_ decision: Decision, cause: MessageID) {
            for event in decision.events {
                let fact = made(event, by: .scheduler, cause: cause)
                agenda.apply(fact)
                facts.append(fact)
            }
        }
    }

    private func placed() throws -> (desk: Desk, placement: Fact) {
        var desk = Desk()
        try desk.hear(
            ClientRegistered(
                client: "c-1", ages: .adult, language: "en", commitments: [], owner: "t01"))
        let placement = try desk.place("c-1")
        return (desk, placement)
    }

    @Test("A stay that a wrong placement opened is gone, and the state is that of a restart")
    func placement() throws {
        let (start, placement) = try placed()
        var desk = start
        #expect(try desk.phase(of: "c-1") == "p1")
        try desk.correct(placement)
        #expect(try desk.phase(of: "c-1") == nil)
        #expect(desk.agenda == desk.rebuilt)
        try desk.hear(placement.event)
        #expect(try desk.phase(of: "c-1") == "p1")
    }

    @Test("An end that followed from others' records goes with them, and is not taken back alone")
    func end() throws {
        let ends: [any Event] = [
            TreatmentDeclined(client: "c-1", reason: "Not now."),
            ClientDischarged(client: "c-1", reason: "Silence."),
            FollowUpClosed(client: "c-1", ending: .moved, reason: "Told.", signer: "t01"),
        ]
        for end in ends {
            var (desk, _) = try placed()
            let told = try desk.hear(end)
            #expect(try desk.phase(of: "c-1") == nil)
            let closed = try desk.last(EnrollmentClosed.self)
            #expect(throws: Refusal.self) { try desk.correct(closed) }
            try desk.correct(told)
            #expect(try desk.phase(of: "c-1") == "p1", "\(end)")
            #expect(desk.agenda == desk.rebuilt)
        }
    }

    @Test(
        "A review that followed from a wrong form is taken back, and one with another ground stays")
    func review() throws {
        func rose(_ use: Int) -> MeasureWorsened {
            MeasureWorsened(
                client: "c-1", submission: "f-2", instrument: "bam", scale: "use", best: 0,
                score: use, limit: 1, compared: "f-1", rule: .risingUse)
        }
        func pending(_ desk: Desk) -> PhaseDirection? {
            let stay = desk.rebuilt.roster.stays["c-1"]
            return stay?.pending
        }
        var (desk, _) = try placed()
        let wrong = try desk.hear(rose(4))
        #expect(pending(desk) == .higherLevel)
        var other = desk
        let alert = RiskAlerted(
            client: "c-1", alert: "a-1", kind: .suicideRisk, urgency: .now,
            due: Timestamp(milliseconds: 0), guidance: "Look.")
        try desk.correct(wrong)
        #expect(pending(desk) == nil)
        #expect(try desk.last(EnteredInError.self).owner == .scheduler)
        // It can be proposed anew.
        try desk.hear(rose(5))
        #expect(pending(desk) == .higherLevel)
        try other.hear(alert)
        try other.correct(wrong)
        #expect(pending(other) == .higherLevel)
        // What a person decided is not touched.
        try other.order(KeepPhase(client: "c-1", phase: "p1", reason: "Seen."))
        #expect(pending(other) == nil)
    }

    @Test("A stay that a discharge, a refusal or another placement ended goes on")
    func reopened() throws {
        let endings: [any Event] = [
            ClientDischarged(client: "c-1", reason: "r"),
            TreatmentDeclined(client: "c-1", reason: "r"),
            PlacementConfirmed(
                client: "c-1", placement: "r-2", indicated: .residential, placed: .residential,
                ages: .adult),
        ]
        for ending in endings {
            var (desk, _) = try placed()
            let wrong = try desk.hear(ending)
            #expect(try desk.phase(of: "c-1") == nil, "\(ending)")
            try desk.correct(wrong)
            #expect(try desk.phase(of: "c-1") == "p1", "\(ending)")
            #expect(desk.agenda == desk.rebuilt)
        }
    }

    @Test("A stay is corrected from its end: an earlier change is refused, and names the later one")
    func order() throws {
        let (start, placement) = try placed()
        var desk = start
        try desk.order(ChangePhase(client: "c-1", from: "p1", to: "p2", reason: "r"))
        let opened = try desk.last(EnrollmentOpened.self)
        let changed = try desk.last(PhaseChanged.self)
        let refusal = #expect(throws: Refusal.self) { try desk.correct(opened) }
        #expect(refusal?.advice.remedy.contains(changed.id.text) == true)
        // What came later was decided by a person: the placement's correction leaves it alone.
        try desk.correct(placement)
        #expect(try desk.phase(of: "c-1") == "p2")
        try desk.correct(changed)
        #expect(try desk.phase(of: "c-1") == "p1")
        try desk.correct(opened)
        #expect(try desk.phase(of: "c-1") == nil)
        #expect(desk.agenda == desk.rebuilt)
    }
}

extension StayCorrectionTests.Desk {
    fileprivate mutating func place(_ client: ClientID) throws -> Fact {
        try hear(
            PlacementConfirmed(
                client: client, placement: "r-1", indicated: .intensiveOutpatient,
                placed: .intensiveOutpatient, ages: .adult))
    }
}
