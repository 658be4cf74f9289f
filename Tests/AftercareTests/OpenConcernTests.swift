import AftercareCore
import Messages
import TestKit
import Testing

@Suite("While a danger is open, contacts come twice as often")
struct OpenConcernTests {
    private func opened(_ client: ClientID = "c-1") -> ConcernOpened {
        ConcernOpened(
            client: client, concern: "k-1", kind: .suicideRisk, urgency: .today, questions: [],
            finding: "Screen.")
    }

    private func closed(_ client: ClientID = "c-1") -> ConcernClosed {
        ConcernClosed(
            client: client, concern: "k-1", kind: .suicideRisk, level: .low, action: "Screened.",
            hasSafetyPlan: true, nextScreen: LocalDate(daysSince1970: 20_800))
    }

    private func reached(_ client: ClientID = "c-1") -> RecordContact {
        RecordContact(client: client, isReached: true, returnToUse: false, note: "Fine.")
    }

    @Test("The contact that is planned comes nearer at once, with its reason")
    func nearer() throws {
        var office = Office()
        try office.register("c-1")
        #expect(try office.nextContacts().map(\.due) == [office.day(7)])
        let events = try office.take(opened(), from: .assessment).of(FollowUpAssigned.self)
        #expect(events.map(\.nextContact) == [office.day(3)])
        #expect(events.first?.reason?.contains("a concern is open: suicide-risk (today)") == true)
        #expect(try office.nextContacts().map(\.mostDays) == [3])
    }

    @Test("Each next contact follows in half the time, until a clinician closes the concern")
    func halved() throws {
        var office = Office()
        try office.register("c-1")
        try office.take(opened(), from: .assessment)
        let first = try office.order(reached()).of(FollowUpAssigned.self)
        #expect(first.map(\.nextContact) == [office.day(3)])
        #expect(first.first?.reason?.contains("In half the time") == true)
        try office.take(closed(), from: .assessment)
        // What is planned sooner stays; from the next contact on the usual time holds.
        #expect(try office.nextContacts().map(\.due) == [office.day(3)])
        let second = try office.order(reached()).of(FollowUpAssigned.self)
        #expect(second.map(\.nextContact) == [office.day(7)])
        #expect(second.first?.reason?.contains("half") == false)
    }
}
