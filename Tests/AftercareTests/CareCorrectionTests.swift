import AftercareCore
import Messages
import TestKit
import Testing

@Suite("Corrections of continuing care")
struct CareCorrectionTests {
    private func id<Kind: Event>(_ kind: Kind.Type, in office: Office) throws -> MessageID {
        try #require(office.history.last { $0.event is Kind }).id
    }

    @Test("A registration entered in error ends the follow-up, and later news is let pass")
    func registration() throws {
        var office = Office()
        try office.register("c-1")
        let events = try office.retract(try id(ClientRegistered.self, in: office))
        #expect(events.of(FollowUpEnded.self).map(\.client) == ["c-1"])
        #expect(try office.place("c-1").besideDuties.isEmpty)
    }

    @Test("A completion entered in error brings the client back into treatment")
    func completion() throws {
        var office = Office()
        try office.treat("c-1")
        try office.close("c-1")
        let events = try office.retract(try id(EnrollmentClosed.self, in: office))
        #expect(events.of(FollowUpEnded.self).map(\.client) == ["c-1"])
    }

    @Test("A contact that was not kept after all is open again, and stays so until somebody tries")
    func kept() throws {
        var office = Office()
        try office.register("c-1")
        try office.goOn(days: 7)
        try office.recordContact("c-1", isReached: true)
        try office.retract(try id(ContactKept.self, in: office))
        let open = try #require(try office.nextContacts().first)
        #expect(open.contact != nil)
        #expect(open.due == office.today)
        try office.goOn(days: 3)
        #expect(try office.nextContacts().first?.contact == open.contact)
    }

    @Test("An unplanned contact that was none leaves the next contact where it was")
    func unplanned() throws {
        var office = Office()
        try office.register("c-1")
        let day = try office.nextContacts().map(\.due)
        try office.goOn(days: 3)
        try office.tell("c-1")
        #expect(try office.nextContacts().map(\.due) != day)
        try office.retract(try id(ContactKept.self, in: office))
        #expect(try office.nextContacts().map(\.due) == day)
    }

    @Test("An ending entered in error brings the follow-up back, where it was")
    func ending() throws {
        var office = Office()
        try office.register("c-1")
        try office.goOn(days: 1)
        let day = try office.nextContacts().map(\.due)
        for ending in [FollowUpEnding.moved, .doNotCall] {
            try office.order(CloseFollowUp(client: "c-1", ending: ending, reason: "Told so."))
            #expect(try office.nextContacts().map(\.due) != day)
            try office.retract(try id(FollowUpClosed.self, in: office))
            #expect(try office.nextContacts().map(\.situation) == [.intake])
            #expect(try office.nextContacts().allSatisfy { $0.due <= office.day(7) })
        }
    }

    @Test("A return to use that nobody told brings nobody a call")
    func returnToUse() throws {
        var office = Office()
        try office.treat("c-1")
        try office.order(ReportReturnToUse(client: "c-1", account: "The partner phoned."))
        #expect(try office.nextContacts().count == 1)
        try office.retract(try id(ReturnToUseReported.self, in: office))
        #expect(try office.nextContacts().isEmpty)
    }

    @Test("A miss entered in error takes its rung with it")
    func missed() throws {
        var office = Office()
        try office.register("c-1")
        try office.goOn(days: 7)
        try office.recordContact("c-1", isReached: false)
        #expect(try office.nextContacts().map(\.rung) == [1])
        try office.retract(try id(ContactMissed.self, in: office))
        #expect(try office.nextContacts().map(\.rung) == [0])
    }

    @Test("Of two misses the first was none: the second counts, and stands on the first rung")
    func earlierMiss() throws {
        var office = Office()
        try office.register("c-1")
        try office.goOn(days: 7)
        try office.recordContact("c-1", isReached: false)
        let first = try id(ContactMissed.self, in: office)
        try office.goOn(days: 1)
        try office.recordContact("c-1", isReached: false)
        #expect(try office.nextContacts().map(\.rung) == [2])
        try office.retract(first)
        #expect(try office.nextContacts().map(\.rung) == [1])
        #expect(office.core == office.rebuilt())
        // The ladder goes on from there, and none of its rungs is left out.
        try office.goOn(days: 7)
        let events = try office.recordContact("c-1", isReached: false)
        #expect(events.of(OutreachEscalated.self).map(\.rung) == [2])
    }

    @Test("A contact that is open again answers to the name of the one that fell due after it")
    func names() throws {
        for isReached in [true, false] {
            var office = Office()
            try office.register("c-1")
            try office.goOn(days: 7)
            let open = try office.nextContacts().map(\.contact)
            try office.recordContact("c-1", isReached: false)
            let miss = try id(ContactMissed.self, in: office)
            try office.goOn(days: 1)
            let later = try #require(try office.nextContacts().first?.contact)
            try office.retract(miss)
            #expect(try office.nextContacts().map(\.contact) == open && open != [later])
            try office.order(
                RecordContact(
                    client: "c-1", contact: later, isReached: isReached, returnToUse: false,
                    note: "By phone."))
            #expect(try office.nextContacts().map(\.rung) == [isReached ? 0 : 1])
        }
    }

    @Test("The ladder is climbed to its end only by attempts that stand")
    func exhausted() throws {
        var office = Office()
        try office.register("c-1")
        var misses: [MessageID] = []
        for _ in 0..<8 {
            while try office.nextContacts().first?.contact == nil { try office.strikeHour() }
            try office.recordContact("c-1", isReached: false)
            misses.append(try id(ContactMissed.self, in: office))
        }
        var discharged = office
        try discharged.order(DischargeClient(client: "c-1", reason: "Silence."))
        try office.retract(misses[2])
        try office.retract(misses[4])
        #expect(throws: Refusal.self) {
            try office.order(DischargeClient(client: "c-1", reason: "Silence."))
        }
        #expect(office.core == office.rebuilt())
    }

    @Test("A discharge entered in error gives back the situation before it")
    func discharge() throws {
        var office = Office()
        try office.register("c-1")
        try office.decline("c-1")
        try office.order(DischargeClient(client: "c-1", reason: "r"))
        let events = try office.retract(try id(ClientDischarged.self, in: office))
        #expect(events.of(FollowUpAssigned.self).map(\.situation) == [.declined])
    }

    @Test("A draft entered in error is drafted again; a signed one is refused")
    func plan() throws {
        var office = Office()
        try office.treat("c-1")
        try office.stepDown("c-1")
        let events = try office.retract(try id(PlanDrafted.self, in: office))
        let draft = try #require(events.of(PlanDrafted.self).first)
        let event = try id(PlanDrafted.self, in: office)
        try office.order(
            SignPlan(
                client: "c-1", plan: draft.plan, draft: event, sections: ["coping": "Walks."]))
        let drafted = try id(PlanDrafted.self, in: office)
        #expect(throws: Refusal.self) { try office.retract(drafted) }
    }

    @Test("What follows from other events is corrected through them")
    func refused() throws {
        var office = Office()
        try office.register("c-1")
        try office.goOn(days: 7)
        try office.recordContact("c-1", isReached: false)
        for event in [
            try id(FollowUpAssigned.self, in: office), try id(ContactDue.self, in: office),
            try id(OutreachEscalated.self, in: office),
        ] {
            #expect(throws: Refusal.self) { try office.retract(event) }
        }
    }
}

@Suite("A return to use that was told in error")
struct ReportCorrectionTests {
    private func id<Kind: Event>(_ kind: Kind.Type, in office: Office) throws -> MessageID {
        try #require(office.history.last { $0.event is Kind }).id
    }

    private func situation(_ office: Office) throws -> Situation? {
        try office.nextContacts().first?.situation
    }

    @Test("A judgement that was wrong takes back what it told, and the contact that followed")
    func judged() throws {
        var office = Office()
        try office.treat("c-1")
        try office.take(
            TestJudged(client: "c-1", test: "u-1", judgement: .returnToUse, reason: "Told it."),
            from: .treatment)
        #expect(try situation(office) == .returnToUse)
        let report = try id(ReturnToUseReported.self, in: office)
        let events = try office.retract(try id(TestJudged.self, in: office))
        #expect(events.of(EnteredInError.self).map(\.event) == [report])
        #expect(events.of(FollowUpEnded.self).map(\.client) == ["c-1"])
        #expect(try situation(office) == nil)
        #expect(events.of(DutyClosed.self).count == 1)
    }

    @Test("What was told at a contact goes with the contact; what another told stays")
    func contact() throws {
        for isTwice in [false, true] {
            var office = Office()
            try office.treat("c-1")
            if isTwice {
                try office.order(ReportReturnToUse(client: "c-1", account: "The mother phoned."))
                try office.strikeHour()
            }
            try office.order(
                RecordContact(client: "c-1", isReached: false, returnToUse: true, note: "Sister."))
            #expect(try situation(office) == .returnToUse)
            let report = try id(ReturnToUseReported.self, in: office)
            let events = try office.retract(try id(ContactMissed.self, in: office))
            #expect(events.of(EnteredInError.self).map(\.event) == [report])
            #expect(try situation(office) == (isTwice ? .returnToUse : nil))
        }
    }

    @Test("A report that was answered does not come back with the correction of a later one")
    func answered() throws {
        var office = Office()
        try office.treat("c-1")
        try office.order(ReportReturnToUse(client: "c-1", account: "The mother phoned."))
        try office.strikeHour()
        try office.tell("c-1")
        #expect(try situation(office) == nil)
        try office.strikeHour()
        try office.take(
            TestJudged(client: "c-1", test: "u-1", judgement: .returnToUse, reason: "Told it."),
            from: .treatment)
        try office.retract(try id(TestJudged.self, in: office))
        #expect(try situation(office) == nil)
    }
}
