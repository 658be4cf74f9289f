import AftercareCore
import Messages
import TestKit
import Testing

@Suite("Outreach")
struct OutreachTests {
    /// A client at intake whose first contact is due today.
    private func due() throws -> Office {
        var office = Office()
        try office.register("c-1")
        try office.goOn(days: 7)
        return office
    }

    @Test("A contact falls due once, on its day")
    func dueOnce() throws {
        var office = Office()
        try office.register("c-1")
        #expect(try office.goOn(days: 6).besideDuties.isEmpty)
        let events = try office.goOn(days: 1)
        #expect(events.of(ContactDue.self).map(\.due) == [office.today])
        #expect(events.besideDuties.count == 1)
    }

    @Test("A contact that is kept leads to the next one by cadence")
    func kept() throws {
        var office = try due()
        let events = try office.recordContact("c-1", isReached: true)
        #expect(events.of(ContactKept.self).count == 1)
        #expect(events.of(FollowUpAssigned.self).map(\.nextContact) == [office.day(7)])
    }

    @Test("Attempts in vain climb six rungs, on days of work 0, 1, 2, 3, 5 and 10, to the director")
    func ladder() throws {
        var office = try due()
        let start = office.today
        var rungs: [OutreachEscalated] = []
        for _ in 0..<6 {
            rungs += try office.recordContact("c-1", isReached: false).of(OutreachEscalated.self)
            while try office.nextContacts().first?.contact == nil { try office.goOn(days: 1) }
        }
        #expect(rungs.map(\.rung) == [1, 2, 3, 4, 5, 6])
        // Nobody works on Sundays: the tenth day of work is the eleventh of the calendar.
        #expect(rungs.map { start.days(until: $0.due) } == [0, 1, 2, 3, 5, 11])
        #expect(rungs.map(\.owner) == ["t02", "t02", "t02", "cm1", "cm1", "dir"])
        #expect(Set(rungs.map(\.action)).count == 6)
        let last = try office.recordContact("c-1", isReached: false)
        #expect(last.of(OutreachExhausted.self).count == 1)
        #expect(last.of(FollowUpAssigned.self).map(\.nextContact) == [office.day(7)])
        // Contacts go on weekly, and nothing escalates any more.
        let week = try office.goOn(days: 7)
        #expect(week.of(ContactDue.self).count == 1)
        let again = try office.recordContact("c-1", isReached: false)
        #expect(again.of(OutreachEscalated.self).isEmpty)
        #expect(again.of(OutreachExhausted.self).isEmpty)
        #expect(again.of(FollowUpAssigned.self).map(\.nextContact) == [office.day(7)])
    }

    @Test("A contact that nobody tries stays due: no rung is climbed, and nobody is given up")
    func nobodyTries() throws {
        var office = try due()
        let contact = try office.nextContacts().first?.contact
        let events = try office.goOn(days: 60)
        #expect(events.besideDuties.isEmpty)
        #expect(try office.nextContacts().map(\.contact) == [contact])
        #expect(try office.nextContacts().map(\.rung) == [0])
        let refusal = #expect(throws: Refusal.self) {
            try office.order(DischargeClient(client: "c-1", reason: "Lost."))
        }
        #expect(refusal?.advice.problem == "The follow-up is not exhausted.")
    }

    @Test("Ten attempts within an hour climb one rung: each rung waits for its day")
    func inOneHour() throws {
        var office = try due()
        for _ in 0..<10 { try office.tell("c-1", isReached: false) }
        // The second attempt is due on the same day, by another channel; the third is not.
        #expect(try office.nextContacts().map(\.rung) == [2])
        #expect(office.published.of(ContactMissed.self).count == 10)
    }

    @Test("Reaching the client ends the ladder, and the next miss begins it anew")
    func reset() throws {
        var office = try due()
        try office.recordContact("c-1", isReached: false)
        try office.recordContact("c-1", isReached: false)
        try office.goOn(days: 1)
        #expect(try office.nextContacts().map(\.rung) == [2])
        try office.recordContact("c-1", isReached: true)
        #expect(try office.nextContacts().map(\.rung) == [0])
        try office.goOn(days: 7)
        let events = try office.recordContact("c-1", isReached: false)
        #expect(events.of(OutreachEscalated.self).map(\.rung) == [1])
    }

    @Test("A change of situation puts no contact off and climbs down no rung")
    func change() throws {
        var office = try due()
        try office.recordContact("c-1", isReached: false)
        let events = try office.place("c-1").of(FollowUpAssigned.self)
        #expect(events.map(\.nextContact) == [office.today])
        #expect(try office.nextContacts().map(\.rung) == [1])
    }

    @Test("A contact that is not open, or another client's, cannot be recorded")
    func unknown() throws {
        var office = try due()
        try office.register("c-2")
        let open = try #require(try office.nextContacts().first?.contact)
        func record(_ client: ClientID, _ contact: ContactID) -> RecordContact {
            RecordContact(
                client: client, contact: contact, isReached: true, returnToUse: false, note: "")
        }
        #expect(throws: Refusal.self) { try office.order(record("c-2", open)) }
        #expect(throws: Refusal.self) { try office.order(record("c-1", "k-9")) }
        try office.order(record("c-1", open))
        #expect(throws: Refusal.self) { try office.order(record("c-1", open)) }
    }

    @Test("A discharge is refused until every rung was tried, and still leaves a next contact")
    func discharge() throws {
        var office = try due()
        let command = DischargeClient(client: "c-1", reason: "Moved away, unreachable.")
        #expect(throws: Refusal.self) { try office.order(command) }
        while office.published.of(OutreachExhausted.self).isEmpty {
            #expect(throws: Refusal.self) { try office.order(command) }
            try office.recordContact("c-1", isReached: false)
            while try office.nextContacts().first?.contact == nil { try office.goOn(days: 1) }
        }
        let events = try office.order(command)
        #expect(events.of(ClientDischarged.self).count == 1)
        #expect(events.of(FollowUpAssigned.self).map(\.situation) == [.discharged])
        #expect(throws: Refusal.self) { try office.order(command) }
        try office.recordContact("c-1", isReached: true)
        #expect(try office.goOn(days: 7).of(ContactDue.self).count == 1)
    }

    @Test("Whoever declined may be discharged, with a reason; whoever is in treatment may not")
    func dischargeDeclined() throws {
        var office = Office()
        try office.treat("c-1")
        let command = DischargeClient(client: "c-1", reason: "Declined.")
        #expect(throws: Refusal.self) { try office.order(command) }
        try office.decline("c-1")
        #expect(throws: Refusal.self) {
            try office.order(DischargeClient(client: "c-1", reason: " "))
        }
        let events = try office.order(command)
        #expect(events.of(FollowUpAssigned.self).map(\.situation) == [.discharged])
        #expect(try office.close("c-1", .discharged).besideDuties.isEmpty)
        #expect(throws: Refusal.self) {
            try office.order(DischargeClient(client: "c-9", reason: "r"))
        }
    }
}
