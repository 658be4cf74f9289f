import Messages
import SchedulerCore
import TestKit
import Testing

@Suite("What therapies propose")
struct ProposalTests {
    private func enrolled(in phase: PhaseID = "p1") throws -> CoreDesk<Agenda> {
        var desk = CoreDesk<Agenda>(as: .scheduler, clinic: .oneGroup, hour: 9)
        try desk.take(
            ClientRegistered(
                client: "c-1", ages: .adult, language: "en", commitments: [], owner: "t01"),
            from: .assessment)
        try desk.take(
            PlacementConfirmed(
                client: "c-1", placement: "r-1", indicated: .intensiveOutpatient,
                placed: .intensiveOutpatient, ages: .adult), from: .assessment)
        if phase != "p1" {
            try desk.order(ChangePhase(client: "c-1", from: "p1", to: phase, reason: "Well."))
            try desk.strikeHour()
        }
        return desk
    }

    /// The review that is open.
    private func review(_ desk: CoreDesk<Agenda>) -> DutyOpened? {
        let closed = Set(desk.history.compactMap { ($0.event as? DutyClosed)?.duty })
        let opened = desk.history.compactMap { $0.event as? DutyOpened }
        return opened.last { $0.kind == .review && !closed.contains($0.duty) }
    }

    private let stepUp = StepUpProposed(client: "c-1", why: "A crisis between sessions.")

    @Test("A proposed step up is a review, which a person ends by a change of phase")
    func stepUpIsReviewed() throws {
        var desk = try enrolled(in: "p2")
        let events = try desk.take(stepUp, from: "lifeline")
        #expect(events.of(ProposalTaken.self).map(\.therapy) == ["lifeline"])
        let due = try #require(events.of(PhaseReviewDue.self).first)
        #expect(due.direction == .stepUp)
        #expect(due.reasons == ["lifeline proposes more care: A crisis between sessions."])
        #expect(review(desk)?.words.contains("A crisis between sessions.") == true)
        try desk.order(ChangePhase(client: "c-1", from: "p2", to: "p1", reason: "Agreed."))
        #expect(review(desk) == nil)
        try desk.goOn(days: 3)
        #expect(review(desk) == nil, "decided is decided")
    }

    @Test("A proposed review names no phase, and waits until somebody has looked")
    func course() throws {
        var desk = try enrolled()
        let events = try desk.take(
            ReviewProposed(client: "c-1", why: "Three cards missed."), from: "lifeline")
        #expect(events.of(PhaseReviewDue.self).map(\.direction) == [.course])
        try desk.order(KeepPhase(client: "c-1", phase: "p1", reason: "Talked it over."))
        #expect(review(desk) == nil)
    }

    @Test("A proposal beside a review that waits stands in its words, and puts nothing off")
    func beside() throws {
        var desk = try enrolled(in: "p2")
        try desk.take(stepUp, from: "lifeline")
        let first = try #require(review(desk))
        try desk.strikeHour()
        let events = try desk.take(
            StepUpProposed(client: "c-1", why: "No sleep."), from: "calm")
        #expect(events.of(PhaseReviewDue.self).isEmpty)
        let second = try #require(review(desk))
        #expect(second.words.contains("calm proposes more care: No sleep."))
        #expect(second.due == first.due && second.since == first.since)
    }

    @Test("A proposal that was entered in error takes its review with it")
    func retracted() throws {
        var desk = try enrolled(in: "p2")
        try desk.take(stepUp, from: "lifeline")
        let act = try #require(desk.history.last { $0.event is StepUpProposed })
        let events = try desk.retract(act.id)
        #expect(
            Set(events.of(EnteredInError.self).map(\.type)) == [
                PhaseReviewDue.type(by: .scheduler), ProposalTaken.type(by: .scheduler),
            ])
        #expect(review(desk) == nil)
        #expect(desk.core == desk.rebuilt())
    }

    @Test("Of whoever is not enrolled nothing is taken: the therapy's host keeps the duty")
    func elsewhere() throws {
        var desk = CoreDesk<Agenda>(as: .scheduler, clinic: .oneGroup, hour: 9)
        let events = try desk.take(stepUp, from: "lifeline")
        #expect(events.of(ProposalTaken.self).isEmpty)
        #expect(events.of(PhaseReviewDue.self).isEmpty)
    }
}
