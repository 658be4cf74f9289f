import AftercareCore
import Messages
import TestKit
import Testing

@Suite("Contacts as duties")
struct ContactDutyTests {
    private func book(of office: Office) -> [OpenDuty] {
        var book = DutyBook()
        for event in office.published { book.apply(event) }
        return book.open.values.sorted { ($0.kind.rawValue, $0.due) < ($1.kind.rawValue, $1.due) }
    }

    @Test("Whoever is followed up is somebody's duty from the first moment, by the end of that day")
    func fromTheStart() throws {
        var office = Office()
        try office.register("c-1")
        let duty = try #require(book(of: office).first)
        #expect(duty.kind == .contact && duty.client == "c-1" && duty.person == "t02")
        // Monday in a week, nine in the evening, in UTC.
        #expect(duty.due.description == "2026-12-01T03:00:00.000Z")
        #expect(duty.words.contains("in intake"))
        try office.place("c-1", at: .residential)
        #expect(book(of: office).map(\.kind) == [.followReferral])
        try office.place("c-1")
        try office.enroll("c-1")
        try office.seat("c-1")
        #expect(book(of: office).isEmpty)
        #expect(office.published.of(DutyClosed.self).allSatisfy { $0.how == .notNeeded })
    }

    @Test("A contact is done once somebody reached the client, and the next one is a new duty")
    func done() throws {
        var office = Office()
        try office.register("c-1")
        try office.goOn(days: 7)
        let events = try office.recordContact("c-1", isReached: true)
        #expect(events.of(DutyClosed.self).map(\.how) == [.done])
        #expect(events.of(DutyOpened.self).map(\.kind) == [.contact])
    }

    @Test("A day on which nobody tries is a missed duty: it goes to a colleague and the director")
    func missed() throws {
        var office = Office()
        try office.register("c-1")
        let events = try office.goOn(days: 19)
        #expect(events.of(OutreachEscalated.self).isEmpty)
        let passed = events.of(DutyEscalated.self)
        #expect(Array(passed.map(\.rung).prefix(2)) == [1, 3])
        #expect(passed.contains { $0.person == "dir" })
        #expect(passed.count < 8)
        #expect(Set(passed.compactMap(\.client)) == ["c-1"])
        #expect(book(of: office).count == 1)
        // Somebody tries at last: that climbs, and is a new duty.
        let tried = try office.recordContact("c-1", isReached: false)
        #expect(tried.of(OutreachEscalated.self).map(\.rung) == [1])
        #expect(book(of: office).map(\.rung) == [0])
    }

    @Test("After a return to use the duty has 24 hours, and the attempts after it have days")
    func urgent() throws {
        var office = Office()
        try office.treat("c-1")
        try office.order(ReportReturnToUse(client: "c-1", account: "The mother phoned."))
        let duty = try #require(book(of: office).first)
        #expect(duty.due == office.context.now.utc.advanced(byHours: 24))
        #expect(duty.words.contains("Screen the client"))
        #expect(book(of: office).count == 1)
        try office.goOn(days: 1)
        // Ten attempts on one day are two: the second is due by another channel.
        for _ in 0..<10 { try office.tell("c-1", isReached: false) }
        #expect(try office.nextContacts().map(\.rung) == [2])
        try office.tell("c-1")
        #expect(book(of: office).isEmpty)
        #expect(office.published.of(DutyClosed.self).last?.how == .done)
    }

    @Test("The rung says whose the duty is, and what to try")
    func rungs() throws {
        var office = Office()
        try office.register("c-1")
        try office.goOn(days: 7)
        while try office.nextContacts().first?.rung ?? 0 < 6 {
            try office.recordContact("c-1", isReached: false)
            let next = try #require(try office.nextContacts().first)
            let duty = try #require(book(of: office).first)
            #expect(duty.person == next.owner, "rung \(next.rung)")
            #expect(duty.words.contains(try #require(next.reason)))
            while try office.nextContacts().first?.contact == nil { try office.goOn(days: 1) }
        }
        #expect(book(of: office).map(\.role) == [.director])
    }

    @Test("A drafted plan is its clinician's duty until it is signed")
    func plan() throws {
        var office = Office()
        try office.treat("c-1")
        func toSign(_ office: Office) -> [OpenDuty] {
            book(of: office).filter { $0.kind == .signPlan }
        }
        let plan = try #require(try office.stepDown("c-1").of(PlanDrafted.self).first).plan
        #expect(toSign(office).map(\.kind) == [.signPlan])
        #expect(toSign(office).map(\.person) == ["t01"])
        let draft = try #require(try office.view(CarePlanView(client: "c-1")) ?? nil).draft
        let events = try office.order(
            SignPlan(client: "c-1", plan: plan, draft: draft, sections: ["coping": "Walks."]))
        #expect(events.of(DutyClosed.self).map(\.how) == [.done])
        #expect(toSign(office).isEmpty)
    }
}
