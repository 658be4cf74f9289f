import AftercareCore
import Messages
import TestKit
import Testing

@Suite("Endings of a follow-up")
struct EndingTests {
    private func close(_ ending: FollowUpEnding, _ reason: String = "Told by the sister.")
        -> CloseFollowUp
    {
        CloseFollowUp(client: "c-1", ending: ending, reason: reason)
    }

    @Test(
        "Whoever moved, died or is in prison is not called any more, and the signer is kept",
        arguments: [FollowUpEnding.moved, .died, .prison])
    func ended(ending: FollowUpEnding) throws {
        var office = Office()
        try office.register("c-1")
        try office.decline("c-1")
        try office.order(DischargeClient(client: "c-1", reason: "As agreed."))
        let events = try office.order(close(ending), by: "t02")
        #expect(events.of(FollowUpClosed.self).map(\.signer) == ["t02"])
        #expect(try office.goOn(days: 100).besideDuties.isEmpty)
        #expect(try office.nextContacts().isEmpty)
        #expect(throws: Refusal.self) { try office.order(close(ending)) }
    }

    @Test("An ending needs a known word, a reason and a registered client")
    func refused() throws {
        var office = Office()
        #expect(throws: Refusal.self) { try office.order(close(.moved)) }
        try office.register("c-1")
        #expect(throws: Refusal.self) { try office.order(close(.moved, " ")) }
        #expect(throws: Refusal.self) { try office.order(close("bored")) }
        #expect(throws: Refusal.self) { try office.order(close(.arrived)) }
        #expect(throws: Refusal.self) { try office.order(close(.completed)) }
        try office.treat("c-1")
        #expect(throws: Refusal.self) { try office.order(close(.doNotCall)) }
    }

    @Test("A referral is followed weekly until the client has arrived")
    func arrived() throws {
        var office = Office()
        try office.register("c-1")
        try office.place("c-1", at: .residential)
        try office.goOn(days: 2)
        try office.recordContact("c-1", isReached: true)
        #expect(try office.nextContacts().count == 1)
        try office.order(close(.arrived, "The ward confirmed it."))
        #expect(try office.goOn(days: 100).besideDuties.isEmpty)
    }

    @Test("Aftercare is complete after its year", arguments: [(364, false), (365, true)])
    func completed(days: Int, isAllowed: Bool) throws {
        var office = Office()
        try office.treat("c-1")
        try office.close("c-1")
        try office.unseat("c-1")
        try office.goOn(days: days)
        if isAllowed {
            try office.order(close(.completed))
            #expect(try office.nextContacts().isEmpty)
        } else {
            #expect(throws: Refusal.self) { try office.order(close(.completed)) }
        }
    }

    @Test(
        "Whoever declined, was discharged or referred out has an ordinary end, after a year as well",
        arguments: [Situation.declined, .discharged, .referredOut, .aftercare])
    func year(situation: Situation) throws {
        var office = Office()
        try office.register("c-1")
        switch situation {
        case .declined: try office.decline("c-1")
        case .discharged:
            try office.decline("c-1")
            try office.order(DischargeClient(client: "c-1", reason: "As agreed."))
        case .referredOut: try office.place("c-1", at: .residential)
        default:
            try office.place("c-1")
            try office.enroll("c-1")
            try office.close("c-1")
        }
        #expect(try office.nextContacts().map(\.situation) == [situation])
        func words() throws -> String {
            var book = DutyBook()
            for event in office.published { book.apply(event) }
            let contacts = [DutyKind.contact, .followReferral]
            return try #require(book.open.values.first { contacts.contains($0.kind) }).words
        }
        try office.goOn(days: 364)
        #expect(throws: Refusal.self) { try office.order(close(.completed)) }
        #expect(try !words().contains("may end"))
        try office.goOn(days: 1)
        #expect(try words().contains("The follow-up has lasted its year, and may end as completed"))
        try office.order(close(.completed, "Nothing more was wished."))
        #expect(try office.nextContacts().isEmpty)
        #expect(try office.goOn(days: 60).besideDuties.isEmpty)
    }

    @Test("Whoever is on the way to treatment, or in it, has no ordinary end of a follow-up")
    func noYear() throws {
        for isSeated in [false, true] {
            var office = Office()
            try office.register("c-1")
            if isSeated { try office.treat("c-1") }
            try office.goOn(days: 366)
            #expect(throws: Refusal.self) { try office.order(close(.completed)) }
        }
    }

    @Test("Whoever asked not to be called gets a letter each quarter, and is not forgotten")
    func doNotCall() throws {
        var office = Office()
        try office.register("c-1")
        try office.decline("c-1")
        try office.goOn(days: 3)
        let events = try office.order(close(.doNotCall))
        #expect(events.of(FollowUpAssigned.self).map(\.nextContact) == [office.day(90)])
        #expect(try office.nextContacts().first?.contact == nil)
        #expect(try office.goOn(days: 89).of(ContactDue.self).isEmpty)
        #expect(try office.goOn(days: 1).of(ContactDue.self).count == 1)
        let next = try office.recordContact("c-1", isReached: true).of(FollowUpAssigned.self)
        #expect(next.allSatisfy { 80 < office.today.days(until: $0.nextContact) })
        #expect(throws: Refusal.self) { try office.order(close(.doNotCall)) }
        try office.order(close(.moved))
        #expect(try office.nextContacts().isEmpty)
    }

    @Test("The door stays open: who phones, is placed or comes again is followed up again")
    func door() throws {
        for step in 0..<3 {
            var office = Office()
            try office.register("c-1")
            try office.order(close(.moved))
            #expect(try office.tell("c-1", direction: .outgoing).of(FollowUpAssigned.self).isEmpty)
            switch step {
            case 0: try office.tell("c-1", direction: .incoming)
            case 1: try office.reassess("c-1")
            default: try office.order(ReportReturnToUse(client: "c-1", account: "A friend."))
            }
            #expect(try office.nextContacts().count == 1, "step \(step)")
        }
    }

    @Test("An ending closes the door although the stay ends after it")
    func stay() throws {
        var office = Office()
        try office.treat("c-1")
        try office.order(close(.died))
        try office.close("c-1", .discharged)
        try office.unseat("c-1")
        #expect(try office.goOn(days: 30).besideDuties.isEmpty)
        #expect(try office.nextContacts().isEmpty)
    }

    @Test("Whoever asked not to be called is written to as planned, also after a discharge")
    func stillNotCalled() throws {
        var office = Office()
        try office.register("c-1")
        try office.decline("c-1")
        try office.order(close(.doNotCall))
        let letter = try #require(try office.nextContacts().first).due
        #expect(60 < office.today.days(until: letter))
        try office.goOn(days: 1)
        try office.order(DischargeClient(client: "c-1", reason: "As agreed."))
        let next = try #require(try office.nextContacts().first)
        #expect(next.situation == .discharged && next.due == letter)
    }

    @Test("An ending that was another one is taken back first, and then the client is called again")
    func otherwise() throws {
        var office = Office()
        try office.register("c-1")
        try office.order(close(.moved))
        let error = #expect(throws: Refusal.self) { try office.order(close(.died)) }
        #expect(error?.advice.description.contains("cairn correct") == true)
        try office.retract(try #require(office.history.last { $0.event is FollowUpClosed }).id)
        #expect(try office.nextContacts().count == 1)
        try office.order(close(.died))
        #expect(try office.nextContacts().isEmpty)
    }

    @Test(
        "A session of before the end, written down late, brings nobody back; one of after it does",
        arguments: [FollowUpEnding.moved, .died, .prison], [(0, 0), (2, 1)])
    func writtenDownLate(ending: FollowUpEnding, session: (day: Int, followed: Int)) throws {
        var office = Office()
        try office.treat("c-1")
        try office.schedule("s-1", on: office.day(session.day))
        try office.order(close(ending))
        try office.close("c-1", .discharged)
        try office.unseat("c-1")
        try office.goOn(days: 3)
        try office.attend("c-1", "s-1", .present)
        #expect(try office.nextContacts().count == session.followed)
        #expect(office.rebuilt() == office.core)
    }

    @Test("A session of before somebody declined does not make it undone")
    func declinedAfterSession() throws {
        var office = Office()
        try office.treat("c-1")
        try office.schedule("s-1", on: office.day(0))
        try office.decline("c-1")
        try office.attend("c-1", "s-1", .present)
        #expect(try office.nextContacts().map(\.situation) == [.declined])
    }

    @Test("Of whoever has died nothing is heard, until the client phones or it is corrected")
    func hearsay() throws {
        var office = Office()
        try office.treat("c-1")
        try office.order(close(.died))
        let error = #expect(throws: Refusal.self) {
            try office.order(ReportReturnToUse(client: "c-1", account: "A friend."))
        }
        #expect(error?.advice.description.contains("cairn correct") == true)
        let judged = TestJudged(
            client: "c-1", test: "u-1", judgement: .returnToUse, reason: "Told by the laboratory.")
        #expect(try office.take(judged, from: .treatment).besideDuties.isEmpty)
        try office.close("c-1", .discharged)
        try office.unseat("c-1")
        #expect(try office.nextContacts().isEmpty)
        try office.tell("c-1", direction: .incoming)
        #expect(try office.nextContacts().count == 1)
    }
}
