import AftercareCore
import Messages
import TestKit
import Testing

@Suite("Aftercare")
struct AftercareTests {
    @Test(
        "Contacts come on day 2 and weekly for eight weeks, then every two weeks to month 12, then every four"
    )
    func cadence() throws {
        var office = Office()
        try office.treat("c-1")
        try office.close("c-1")
        let completed = office.today
        var days: [Int] = []
        while completed.days(until: office.today) < 420 {
            let due = try office.goOn(days: 1).of(ContactDue.self)
            guard let contact = due.first else { continue }
            days.append(completed.days(until: contact.due))
            try office.recordContact("c-1", isReached: true)
        }
        let gaps = zip(days, [0] + days).map { $0 - $1 }
        #expect(Array(days.prefix(9)) == [2, 7, 14, 21, 28, 35, 42, 49, 56])
        #expect(Array(gaps.dropFirst(9).prefix(22)) == Array(repeating: 14, count: 22))
        #expect(Array(gaps.dropFirst(32)) == [28])
    }

    @Test("A return to use brings a report, a contact within 24 hours, and then a reassessment")
    func returnToUse() throws {
        var office = Office()
        try office.treat("c-1")
        try office.close("c-1")
        try office.unseat("c-1")
        try office.goOn(days: 2)
        let events = try office.recordContact("c-1", isReached: true, returnToUse: true)
        #expect(events.of(ContactKept.self).count == 1)
        #expect(events.of(ReturnToUseReported.self).map(\.client) == ["c-1"])
        #expect(events.of(FollowUpAssigned.self).last?.nextContact == office.day(1))
        #expect(try office.reassess("c-1").of(FollowUpAssigned.self).map(\.situation) == [.intake])
        #expect(try office.nextContacts().map(\.due) == [office.day(1)])
        try office.goOn(days: 1)
        let reached = try office.recordContact("c-1", isReached: true)
        #expect(reached.of(FollowUpAssigned.self).map(\.nextContact) == [office.day(7)])
        try office.place("c-1")
        try office.enroll("c-1", "e-2")
        #expect(try office.seat("c-1").of(FollowUpEnded.self).count == 1)
    }

    @Test(
        "A return to use in treatment brings a contact within 24 hours, until the client is reached"
    )
    func inTreatment() throws {
        var office = Office()
        try office.treat("c-1")
        for account in ["", " "] {
            #expect(throws: Refusal.self) {
                try office.order(ReportReturnToUse(client: "c-1", account: account))
            }
        }
        #expect(throws: Refusal.self) {
            try office.order(ReportReturnToUse(client: "c-9", account: "The mother phoned."))
        }
        let report = ReportReturnToUse(client: "c-1", account: "The mother phoned.")
        let events = try office.order(report)
        #expect(events.of(ReturnToUseReported.self).map(\.account) == ["The mother phoned."])
        #expect(events.of(FollowUpAssigned.self).map(\.situation) == [.returnToUse])
        #expect(events.of(FollowUpAssigned.self).map(\.nextContact) == [office.day(1)])
        try office.reassess("c-1")
        #expect(try office.nextContacts().map(\.situation) == [.returnToUse])
        try office.goOn(days: 1)
        #expect(try office.recordContact("c-1", isReached: false).of(FollowUpEnded.self).isEmpty)
        #expect(try office.tell("c-1").of(FollowUpEnded.self).map(\.client) == ["c-1"])
    }

    @Test("A return to use that others tell of is reported although the client was not reached")
    func toldByOthers() throws {
        var office = Office()
        try office.treat("c-1")
        try office.close("c-1")
        try office.goOn(days: 2)
        let events = try office.recordContact("c-1", isReached: false, returnToUse: true)
        #expect(events.of(ContactMissed.self).count == 1)
        #expect(events.of(ReturnToUseReported.self).count == 1)
    }

    @Test("A plan is drafted once: on reaching the last phase, else on completion")
    func draft() throws {
        var office = Office()
        try office.treat("c-1")
        let drafts = try office.stepDown("c-1").of(PlanDrafted.self)
        #expect(drafts.map(\.cadence) == ["tmac"])
        #expect(drafts.first?.sections["warning-signs"]?.isEmpty == false)
        #expect(try office.close("c-1").of(PlanDrafted.self).isEmpty)
        try office.treat("c-2")
        #expect(try office.close("c-2").of(PlanDrafted.self).map(\.client) == ["c-2"])
        try office.treat("c-3")
        #expect(try office.close("c-3", .discharged).of(PlanDrafted.self).isEmpty)
    }

    @Test("A plan is signed once, as it was agreed, and never by itself")
    func signature() throws {
        var office = Office()
        try office.treat("c-1")
        let plan = try #require(try office.stepDown("c-1").of(PlanDrafted.self).first).plan
        try office.goOn(days: 60)
        #expect(office.published.of(PlanSigned.self).isEmpty)
        let draft = try #require(try office.view(CarePlanView(client: "c-1")) ?? nil).draft
        let sign = SignPlan(
            client: "c-1", plan: plan, draft: draft, sections: ["naloxone": "At home."])
        for (plan, draft) in [("cp-9", draft), (plan, "m-0")] as [(CarePlanID, MessageID)] {
            #expect(throws: Refusal.self) {
                try office.order(
                    SignPlan(client: "c-1", plan: plan, draft: draft, sections: [:]))
            }
        }
        let events = try office.order(sign)
        #expect(events.of(PlanDrafted.self).first?.sections["naloxone"] == "At home.")
        #expect(events.of(PlanDrafted.self).map(\.plan) == [plan])
        #expect(events.of(PlanSigned.self).map(\.plan) == [plan])
        #expect(throws: Refusal.self) { try office.order(sign) }
    }

    @Test("A plan in which nothing is filled in is not signed, and what is left open is told")
    func blank() throws {
        var office = Office()
        try office.treat("c-1")
        let plan = try #require(try office.stepDown("c-1").of(PlanDrafted.self).first).plan
        let draft = try #require(try office.view(CarePlanView(client: "c-1")) ?? nil).draft
        for sections in [[:], ["naloxone": " "], ["other": ""]] {
            let refusal = #expect(throws: Refusal.self) {
                try office.order(
                    SignPlan(client: "c-1", plan: plan, draft: draft, sections: sections))
            }
            #expect(refusal?.advice.problem == "Nothing of the plan is filled in.")
        }
        try office.order(
            SignPlan(client: "c-1", plan: plan, draft: draft, sections: ["coping": "Walks."]))
        #expect(office.published.of(PlanSigned.self).count == 1)
    }

    @Test("A new stay has a plan of its own")
    func newStay() throws {
        var office = Office()
        try office.treat("c-1")
        let first = try #require(try office.stepDown("c-1").of(PlanDrafted.self).first).plan
        try office.close("c-1")
        try office.enroll("c-1", "e-2")
        let second = try #require(try office.stepDown("c-1", "e-2").of(PlanDrafted.self).first).plan
        #expect(first != second)
    }
}
