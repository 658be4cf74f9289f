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

    @Test("Whoever discharges a client or ends a follow-up is told what is open")
    func told() throws {
        let acts: [any Command] =
            [DischargeClient(client: "c-1", reason: "As agreed.")]
            + FollowUpEnding.known.filter { $0 != .arrived && $0 != .completed }.map {
                CloseFollowUp(client: "c-1", ending: $0, reason: "Told by the sister.")
            }
        for command in acts {
            var office = Office()
            try office.register("c-1")
            try office.decline("c-1")
            func isTold() throws -> Bool {
                var context = office.context
                let actor = Actor(staff: "t01", role: .clinician)
                return try office.core.decide(command, by: actor, in: &context)
                    .guidance.contains { $0.contains("suicide-risk (today)") }
            }
            #expect(try !isTold(), "\(command)")
            try office.take(opened(), from: .assessment)
            #expect(try isTold(), "\(command)")
            try office.take(closed(), from: .assessment)
            #expect(try !isTold(), "\(command)")
        }
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

    @Test("A letter that is planned comes nearer too, and no further than its half")
    func letters() throws {
        var office = Office()
        try office.register("c-1")
        try office.order(
            CloseFollowUp(client: "c-1", ending: .doNotCall, reason: "A letter is fine."))
        let planned = try #require(try office.nextContacts().first?.due)
        #expect(office.today.days(until: planned) > 80)
        try office.take(opened(), from: .assessment)
        let next = try #require(try office.nextContacts().first)
        #expect((40...45).contains(office.today.days(until: next.due)), "\(next.due)")
        #expect(next.mostDays == 45 && next.reason?.contains("In half the time") == true)
    }

    @Test("A return to use of a day with a contact is told with it, within 24 hours")
    func urgent() throws {
        var office = Office()
        try office.register("c-1")
        try office.order(
            RecordContact(
                client: "c-1", isReached: true, returnToUse: false, note: "Fine.", risk: .high))
        func duty() -> OpenDuty? {
            var book = DutyBook()
            for event in office.published { book.apply(event) }
            return book.open.values.first { $0.kind == .contact }
        }
        try office.goOn(days: 2)
        try office.order(ReportReturnToUse(client: "c-1", account: "A sister phoned."))
        let told = office.context.now.utc
        let first = try #require(duty())
        #expect(first.due == told.advanced(byHours: 24))
        #expect(first.words.contains("A return to use was told"))
        // Whatever else is written down late, it is no later.
        try office.goOn(days: 1)
        try office.order(
            RecordContact(
                client: "c-1", isReached: true, returnToUse: false, note: "Of before.",
                happened: told.advanced(byHours: -5)))
        let second = try #require(duty())
        #expect(second.firstDue == first.firstDue, "\(second)")
    }
}
