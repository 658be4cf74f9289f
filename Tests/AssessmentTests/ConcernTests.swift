import ClinicalRules
import Messages
import TestKit
import Testing

@testable import AssessmentCore

@Suite("A danger is a case until a clinician closes it")
struct ConcernTests {
    private static let high: [String: ItemAnswer] = .values([
        "q1": 1, "q2": 1, "q3": 1, "q4": 1, "q5": 1, "q6": 1, "q6_3m": 1,
    ])

    private func desk(_ instrument: String, _ answers: [String: ItemAnswer]) throws -> Desk {
        var desk = try Desk.withClient()
        try desk.submit(instrument, answers)
        return desk
    }

    @Test("Answers open it in the submission's own transaction, with the alert that belongs to it")
    func opened() throws {
        var desk = try Desk.withClient()
        let events = try desk.submit("phq-9", .values(["9": 2])).events
        #expect(
            events.map { type(of: $0).fact } == ["submitted", "concern-opened", "alerted"])
        let opened = try #require(desk.facts(ConcernOpened.self).first)
        let alert = try #require(desk.facts(RiskAlerted.self).first)
        #expect(alert.concern == opened.concern)
        #expect(opened.kind == .suicideRisk && opened.urgency == .today)
        #expect(opened.instrument == "phq-9" && opened.submission == alert.submission)
        #expect(desk.concerns().map(\.alerts) == [[alert.alert]])
    }

    @Test(
        "A client has one of each kind; the same or worse answers raise it, harmless ones nothing")
    func raised() throws {
        var desk = try desk("phq-9", .values(["9": 1]))
        let first = try #require(desk.concerns().first)
        try desk.wait(hours: 30)
        try desk.submit("phq-9", .values(["9": 1]))
        #expect(desk.concerns().map(\.concern) == [first.concern])
        #expect(desk.concerns().map(\.told) == [desk.now])
        try desk.submit("c-ssrs-screener", Self.high)
        #expect(desk.concerns().map(\.urgency) == [.now])
        try desk.wait(hours: 30)
        // The front desk has the client say no to all of it.
        let decision = try desk.submit("c-ssrs-screener", .clearScreen, by: .frontDesk)
        #expect(desk.concerns().map(\.urgency) == [.now])
        #expect(desk.concerns().first?.opened == first.opened)
        #expect(decision.guidance.contains { $0.contains("lower no danger: suicide-risk") })
        #expect(desk.facts(ConcernOpened.self).count == 1)
        #expect(desk.facts(ConcernRaised.self).map(\.urgency) == [.today, .now])
    }

    @Test("Of several signs of one kind in a form the worst makes the concern, and each alerts")
    func worst() throws {
        var desk = try Desk.withClient()
        try desk.submit("c-ssrs-screener", Self.high)
        try desk.submit("phq-9", .values(["9": 1]))
        let raised = try #require(desk.facts(ConcernRaised.self).first)
        // After a high screen item 9 is for now.
        #expect(raised.urgency == .now && raised.finding.contains("stay with the client"))
        #expect(Set(desk.facts(RiskAlerted.self).map(\.concern)) == [raised.concern])
    }

    @Test("Taking charge of its alerts never closes it: it is a duty by a term of its urgency then")
    func duty() throws {
        for (instrument, answers) in [
            ("c-ssrs-screener", Self.high), ("phq-9", ["9": ItemAnswer(value: 1)]),
        ] {
            var desk = try desk(instrument, answers)
            #expect(desk.duty(.closeConcern) == nil)
            try desk.wait(hours: 1)
            let taken = desk.now
            try desk.takeCharge()
            #expect(desk.concerns().map(\.taken) == [taken])
            let duty = try #require(desk.duty(.closeConcern))
            #expect(duty.about == desk.concerns().first?.kind.rawValue)
            #expect(duty.person == "t01" && duty.since == taken)
            // Danger now counts hours of the clock; else those in which a clinician is there.
            let hours = duty.due.hours(since: taken)
            #expect(instrument == "phq-9" ? (25...168).contains(hours) : hours == 24)
            try desk.wait(hours: hours + 1)
            #expect(desk.facts(DutyEscalated.self).contains { $0.duty == duty.duty })
            // Told again it begins anew, once somebody has taken charge.
            try desk.submit("phq-9", .values(["9": 1]))
            #expect(desk.duty(.closeConcern) == nil)
            let ends = desk.facts(DutyClosed.self).filter { $0.duty == duty.duty }.map(\.how)
            #expect(ends == [.notNeeded])
        }
    }

    @Test("A clinician alone closes it, and no part of the close is blank")
    func closing() throws {
        var desk = try desk("phq-9", .values(["9": 1]))
        #expect(try refusal { try desk.close(.suicideRisk) }.contains("taken charge"))
        try desk.takeCharge()
        #expect(try refusal { try desk.close(.dangerAtHome) }.contains("No concern of this kind"))
        #expect(try refusal { try desk.close(.suicideRisk, action: "  ") }.contains("empty"))
        #expect(try refusal { try desk.close(.suicideRisk, level: "none") }.contains("low, mod"))
        for (level, days) in [(RiskLevel.high, 8), (.moderate, 31), (.low, 91), (.low, 0)] {
            let text = try refusal { try desk.close(.suicideRisk, level: level, nextIn: days) }
            #expect(text.contains("not within"), "\(level) \(days)")
        }
        #expect(CloseConcern.roles == [.clinicalSupervisor, .clinician, .prescriber])
        #expect(CloseConcern.roles.isSubset(of: .clinical))
        try desk.close(.suicideRisk, level: .high, nextIn: 7)
        #expect(desk.concerns().isEmpty)
        #expect(desk.duty(.closeConcern) == nil)
        #expect(desk.facts(ConcernClosed.self).map(\.level) == [.high])
    }

    @Test("The next screen is a duty of its day, until a whole form, a look or the danger itself")
    func nextScreen() throws {
        var desk = try desk("phq-9", .values(["9": 1]))
        try desk.takeCharge()
        try desk.close(.suicideRisk, nextIn: 7)
        let duty = try #require(desk.duty(.screenAgain))
        #expect(duty.due > desk.now.advanced(byHours: 6 * 24))
        // Not whole: it is no screen.
        try desk.submit("c-ssrs-screener", .values(["q1": 0]))
        #expect(desk.duty(.screenAgain) != nil)
        try desk.submit("c-ssrs-screener", .clearScreen)
        #expect(desk.duty(.screenAgain) == nil)
        #expect(desk.facts(DutyClosed.self).last { $0.duty == duty.duty }?.how == .done)

        try desk.submit("phq-9", .values(["9": 1]))
        try desk.takeCharge()
        try desk.close(.suicideRisk)
        // A look that needs no form names the next one.
        try desk.close(.suicideRisk, nextIn: 20)
        #expect(
            desk.intake.charts["c-1"]?.concerns.screens.map(\.day)
                == [desk.context.now.today.advanced(by: 20)])
        try desk.submit("phq-9", .values(["9": 1]))
        #expect(desk.duty(.screenAgain) == nil)
        #expect(desk.concerns().count { $0.kind == .suicideRisk } == 1)
    }

    @Test("Whoever is gone for good is not screened again; what is open stays open")
    func gone() throws {
        var desk = try desk("phq-9", .values(["9": 1]))
        try desk.takeCharge()
        try desk.close(.suicideRisk)
        try desk.send(
            ReportDanger(client: "c-1", kind: .dangerToOthers, urgency: .now, account: "Phone."))
        let letter = FollowUpClosed(
            client: "c-1", ending: .doNotCall, reason: "Asked.", signer: "t01")
        try desk.receive(letter, from: .aftercare)
        #expect(desk.duty(.screenAgain) != nil)
        let died = FollowUpClosed(client: "c-1", ending: .died, reason: "Told.", signer: "t01")
        try desk.receive(died, from: .aftercare)
        #expect(desk.duty(.screenAgain) == nil)
        #expect(desk.concerns().map(\.kind) == [.dangerToOthers])
    }

    @Test("Anybody on the staff tells of a danger that no form asks about")
    func reported() throws {
        var desk = try Desk.withClient()
        let report = ReportDanger(
            client: "c-1", kind: .overdoseRisk, urgency: .now, account: "The sister phoned.")
        try desk.send(report, by: .frontDesk)
        #expect(ReportDanger.roles == .staff)
        let alert = try #require(try desk.alerts().first)
        #expect(alert.guidance == "overdose-risk, as somebody told: The sister phoned.")
        #expect(!alert.isSourceRetracted)
        #expect(desk.concerns().map(\.kind) == [.overdoseRisk])
        for wrong in [
            ReportDanger(client: "c-1", kind: "rain", urgency: .now, account: "Seen."),
            ReportDanger(client: "c-1", kind: .overdoseRisk, urgency: "soon", account: "Seen."),
            ReportDanger(client: "c-1", kind: .overdoseRisk, urgency: .now, account: " "),
            ReportDanger(client: "c-2", kind: .overdoseRisk, urgency: .now, account: "Seen."),
        ] { #expect(throws: Refusal.self) { try desk.send(wrong) } }
        try desk.retract(desk.last(DangerReported.self))
        #expect(try desk.alerts().map(\.isSourceRetracted) == [true])
        #expect(desk.concerns().count == 1)
    }

    @Test("No kind of danger is without rules, and each level and form that they name is one")
    func policy() {
        let policy = ConcernPolicy.current
        #expect(Set(policy.kinds.map(\.kind)) == Set(AlertKind.known))
        #expect(policy.kinds.count == AlertKind.known.count)
        for kind in policy.kinds {
            #expect(kind.treatedBy.allSatisfy { LevelOfCare.known.contains($0) }, "\(kind.kind)")
            #expect(kind.treatedBy.contains(.emergency))
            #expect(kind.screens.allSatisfy { InstrumentLibrary.instrument($0) != nil })
            #expect(!kind.source.isEmpty)
        }
        #expect(Set(policy.closing.daysToNextScreen.keys) == Set(RiskLevel.known.map(\.rawValue)))
        for question in policy.questions {
            #expect(question.kind.isKnown && question.urgency.isKnown)
            #expect(question.questions.allSatisfy { IntakeQuestion(rawValue: $0).isKnown })
        }
    }
}

extension Desk {
    @discardableResult
    mutating func submit(
        _ instrument: String, _ answers: [String: ItemAnswer], by actor: Actor = .clinician
    ) throws -> Decision {
        try send(
            SubmitQuestionnaire(client: "c-1", instrument: instrument, answers: answers),
            by: actor)
    }
}
