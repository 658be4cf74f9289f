import AftercareCore
import Messages
import TestKit
import Testing

@Suite("Aftercare")
struct AftercareTests {
    @Test("Contacts come weekly for eight weeks, then every two weeks to month 12, then every four")
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
        #expect(Array(days.prefix(8)) == [7, 14, 21, 28, 35, 42, 49, 56])
        #expect(Array(gaps.dropFirst(8).prefix(22)) == Array(repeating: 14, count: 22))
        #expect(Array(gaps.dropFirst(31)) == [28])
    }

    @Test("A return to use brings a report, a contact within a week, and then a reassessment")
    func returnToUse() throws {
        var office = Office()
        try office.treat("c-1")
        try office.close("c-1")
        try office.unseat("c-1")
        for _ in 0..<9 {
            try office.goOn(days: 7)
            guard try office.nextContacts().first?.contact != nil else { continue }
            try office.recordContact("c-1", isReached: true)
        }
        while try office.nextContacts().first?.contact == nil { try office.goOn(days: 1) }
        let events = try office.recordContact("c-1", isReached: true, returnToUse: true)
        #expect(events.of(ContactKept.self).count == 1)
        #expect(events.of(ReturnToUseReported.self).map(\.client) == ["c-1"])
        #expect(events.of(FollowUpAssigned.self).map(\.nextContact) == [office.day(7)])
        #expect(try office.reassess("c-1").of(FollowUpAssigned.self).map(\.situation) == [.intake])
        try office.place("c-1")
        try office.enroll("c-1", "e-2")
        #expect(try office.seat("c-1").of(FollowUpEnded.self).count == 1)
    }

    @Test("A return to use that others tell of is reported although the client was not reached")
    func toldByOthers() throws {
        var office = Office()
        try office.treat("c-1")
        try office.close("c-1")
        try office.goOn(days: 7)
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
