import AftercareCore
import Messages
import TestKit
import Testing

@Suite("Contacts at any time")
struct ContactTests {
    @Test("A client who phones before the due day was reached: the next contact counts from there")
    func early() throws {
        var office = Office()
        try office.register("c-1")
        try office.goOn(days: 3)
        let events = try office.tell("c-1", direction: .incoming)
        #expect(events.of(ContactKept.self).map(\.direction) == [.incoming])
        #expect(events.of(ContactKept.self).map(\.by) == ["t01"])
        #expect(events.of(FollowUpAssigned.self).map(\.nextContact) == [office.day(7)])
    }

    @Test("The evening's call is written down next morning, and counts from the evening")
    func late() throws {
        var office = Office()
        try office.register("c-1")
        try office.goOn(days: 7)
        for _ in 0..<10 { try office.strikeHour() }
        let evening = office.context.now.utc
        let day = office.today
        for _ in 0..<14 { try office.strikeHour() }
        #expect(office.today == day.advanced(by: 1))
        let events = try office.tell("c-1", happened: evening)
        #expect(events.of(ContactKept.self).map(\.happened) == [evening])
        #expect(events.of(FollowUpAssigned.self).map(\.nextContact) == [day.advanced(by: 7)])
        #expect(try office.nextContacts().first?.contact == nil)
    }

    @Test(
        "A contact has happened by now, and at most fourteen days ago",
        arguments: [
            (1, false), (0, true), (-1, true), (-14 * 24, true), (-15 * 24, false),
        ])
    func bounds(hours: Int, isAllowed: Bool) throws {
        var office = Office()
        try office.register("c-1")
        try office.goOn(days: 20)
        let time = office.context.now.utc.advanced(byHours: hours)
        if isAllowed {
            #expect(try office.tell("c-1", happened: time).of(ContactKept.self).count == 1)
        } else {
            #expect(throws: Refusal.self) { try office.tell("c-1", happened: time) }
        }
    }

    @Test("Unknown words, minutes of no contact, strangers and unknown clients are refused")
    func refused() throws {
        var office = Office()
        try office.register("c-1")
        let good = RecordContact(client: "c-1", isReached: true, returnToUse: false, note: "")
        var commands = Array(repeating: good, count: 7)
        commands[0].channel = "smoke"
        commands[1].direction = "sideways"
        commands[2].risk = "some"
        commands[3].minutes = -1
        commands[4].minutes = 1_441
        commands[5].by = "nobody"
        commands[6].client = "c-9"
        for command in commands {
            #expect(throws: Refusal.self) { try office.order(command) }
        }
        var whole = good
        (whole.channel, whole.direction, whole.minutes) = (.video, .outgoing, 1_440)
        (whole.by, whole.risk) = ("cm1", .moderate)
        let kept = try #require(try office.order(whole).of(ContactKept.self).first)
        #expect(kept.channel == .video && kept.minutes == 1_440 && kept.by == "cm1")
    }

    @Test("What is written down after something newer changes nothing that is due")
    func older() throws {
        var office = Office()
        try office.register("c-1")
        try office.goOn(days: 7)
        let before = office.context.now.utc.advanced(byHours: -24)
        try office.recordContact("c-1", isReached: false)
        let standing = try office.nextContacts()
        #expect(standing.map(\.rung) == [1])
        // Reached the day before, missed since: the ladder stands.
        #expect(try office.tell("c-1", happened: before).of(FollowUpAssigned.self).isEmpty)
        #expect(try due(of: office) == due(standing))
        #expect(try office.nextContacts().map(\.reached) == [before])
        // And an attempt of before the day of the contact is not the one that is due.
        #expect(
            try office.tell("c-1", isReached: false, happened: before).of(OutreachEscalated.self)
                .isEmpty)
        #expect(try due(of: office) == due(standing))
    }

    /// What is due, whenever the client was reached last.
    private func due(of office: Office) throws -> [NextContact] { try due(office.nextContacts()) }

    private func due(_ contacts: [NextContact]) -> [NextContact] {
        contacts.map { contact in
            var contact = contact
            contact.reached = nil
            return contact
        }
    }

    @Test("Whoever is in treatment may be contacted too, and no follow-up begins")
    func inTreatment() throws {
        var office = Office()
        try office.treat("c-1")
        #expect(try office.tell("c-1").besideDuties.count == 1)
        #expect(try office.tell("c-1", isReached: false).besideDuties.count == 1)
        #expect(try office.nextContacts().isEmpty)
    }

    @Test("A high risk halves the days to the next contact, and says so")
    func risk() throws {
        var office = Office()
        try office.register("c-1")
        let next = try office.tell("c-1", risk: .high).of(FollowUpAssigned.self).last
        #expect(next?.nextContact == office.day(3))
        #expect(next?.reason?.contains("risk was high") == true)
        let calm = try office.tell("c-1", risk: .moderate).of(FollowUpAssigned.self).last
        #expect(calm?.nextContact == office.day(7))
    }

    @Test("After a referral elsewhere there is a contact by each of the days 2, 7, 14 and 30")
    func grid() throws {
        var office = Office()
        try office.register("c-1")
        try office.place("c-1", at: .residential)
        let start = office.today
        var days: [Int] = []
        while days.count < 6 {
            try office.goOn(days: 1)
            guard try office.nextContacts().first?.contact != nil else { continue }
            days.append(start.days(until: office.today))
            try office.recordContact("c-1", isReached: true)
        }
        #expect(days == [2, 7, 14, 21, 28, 35])
    }

    @Test(
        "No contact falls due on a day without staff: it comes sooner, or on the next day of work")
    func staffDays() throws {
        var office = Office()
        // Monday to Friday alone, and a Friday on which the clinic is closed.
        for index in office.clinic.staff.indices {
            office.clinic.staff[index].hours = ["mon", "tue", "wed", "thu", "fri"].compactMap {
                WeeklyTime("\($0) 08:00-17:00")
            }
        }
        try office.goOn(days: 5)
        #expect(office.today.weekday == .sat)
        office.clinic.closures = [office.day(6)]
        let events = try office.register("c-1").of(FollowUpAssigned.self)
        // Saturday in a week is closed, and the Friday before it: Thursday.
        #expect(events.map { $0.nextContact.weekday } == [.thu])
        // Nobody is there within 24 hours: the next day of work.
        let report = ReportReturnToUse(client: "c-1", account: "The mother phoned.")
        let next = try office.order(report).of(FollowUpAssigned.self)
        #expect(next.map { $0.nextContact.weekday } == [.mon])
        #expect(next.map(\.nextContact) == [office.day(2)])
        for day in 0..<60 {
            let due = try office.goOn(days: 1).of(ContactDue.self)
            #expect(due.allSatisfy { $0.due.weekday < .sat }, "day \(day)")
            if !due.isEmpty { try office.recordContact("c-1", isReached: day % 3 == 0) }
        }
    }

    @Test("A day that becomes a closure is none on which a contact falls due")
    func closedSince() throws {
        var office = Office()
        try office.register("c-1")
        let day = try #require(try office.nextContacts().first).due
        office.clinic.closures = [day]
        try office.strikeHour()
        let moved = try #require(try office.nextContacts().first).due
        #expect(moved == day.advanced(by: -2), "the Saturday before that Monday")
    }

    @Test("A clinic without any hours still has days, and a contact is due on one")
    func noHours() throws {
        var office = Office()
        for index in office.clinic.staff.indices { office.clinic.staff[index].hours = [] }
        let events = try office.register("c-1").of(FollowUpAssigned.self)
        #expect(events.map(\.nextContact) == [office.day(7)])
    }
}
