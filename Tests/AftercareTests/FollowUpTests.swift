import AftercareCore
import Messages
import TestKit
import Testing

@Suite("Follow-up")
struct FollowUpTests {
    @Test("From referral on a client has an owner and a next contact within seven days")
    func intake() throws {
        var office = Office()
        let events = try office.register("c-1").of(FollowUpAssigned.self)
        #expect(
            events == [
                FollowUpAssigned(
                    client: "c-1", situation: .intake, owner: "t02", nextContact: office.day(7),
                    reason: "The first contact comes within 7 days of the change.")
            ])
    }

    @Test("The situation follows the client's way, and ends with a seat")
    func situations() throws {
        var office = Office()
        try office.register("c-1")
        #expect(try office.place("c-1").of(FollowUpAssigned.self).map(\.situation) == [.waiting])
        // The primary clinician takes over.
        #expect(try office.enroll("c-1").of(FollowUpAssigned.self).map(\.owner) == ["t01"])
        #expect(try office.wait("c-1").besideDuties.isEmpty)
        #expect(try office.seat("c-1").of(FollowUpEnded.self).map(\.client) == ["c-1"])
        #expect(try office.nextContacts().isEmpty)
        let completed = try office.close("c-1").of(FollowUpAssigned.self)
        #expect(completed.map(\.situation) == [.aftercare])
        #expect(completed.map(\.owner) == ["cm1"])
        #expect(try office.reassess("c-1").of(FollowUpAssigned.self).map(\.situation) == [.intake])
        #expect(try office.decline("c-1").of(FollowUpAssigned.self).map(\.situation) == [.declined])
    }

    @Test("The level of any of the clinic's phases is no referral elsewhere")
    func ownLevels() throws {
        for level in [LevelOfCare.intensiveOutpatient, .outpatient] {
            var office = Office()
            try office.register("c-1")
            let events = try office.place("c-1", at: level).of(FollowUpAssigned.self)
            #expect(events.map(\.situation) == [.waiting])
        }
    }

    @Test(
        "Any level but those of the clinic's phases is a referral that is followed up on day 2",
        arguments: [
            LevelOfCare.earlyIntervention, .partialHospitalization, .residential,
            .withdrawalMonitored, .emergency, "5.9",
        ])
    func referral(level: LevelOfCare) throws {
        var office = Office()
        try office.register("c-1")
        let events = try office.place("c-1", at: level).of(FollowUpAssigned.self)
        #expect(events.map(\.situation) == [.referredOut])
        #expect(events.map(\.nextContact) == [office.day(2)])
    }

    @Test("Leaving one group for another is no gap; leaving it for the waiting list is")
    func betweenGroups() throws {
        var office = Office()
        try office.treat("c-1")
        #expect(try office.unseat("c-1").besideDuties.isEmpty)
        #expect(try office.seat("c-1").besideDuties.isEmpty)
        try office.unseat("c-1")
        #expect(try office.wait("c-1").of(FollowUpAssigned.self).map(\.situation) == [.waiting])
    }

    @Test("Whoever lost a seat without any news is followed up from the next hour on")
    func lostSeat() throws {
        var office = Office()
        try office.treat("c-1")
        try office.unseat("c-1")
        #expect(try office.strikeHour().of(FollowUpAssigned.self).map(\.situation) == [.waiting])
    }

    @Test("A seat that comes before the news of its enrollment counts when both are there")
    func order() throws {
        var office = Office()
        try office.register("c-1")
        try office.place("c-1")
        #expect(try office.seat("c-1").besideDuties.isEmpty)
        #expect(try office.enroll("c-1").of(FollowUpEnded.self).count == 1)
    }

    @Test("Of two streams that come in either order, what was decided last counts")
    func lateNews() throws {
        var office = Office()
        try office.treat("c-1")
        try office.goOn(days: 1)
        let earlier = office.context.now.utc
        try office.goOn(days: 1)
        try office.close("c-1")
        let events = try office.take(
            ReassessmentOpened(client: "c-1", reason: "Attendance."), from: .assessment,
            at: earlier)
        #expect(events.besideDuties.isEmpty)
        #expect(try office.nextContacts().map(\.situation) == [.aftercare])
    }

    @Test("Two session days of no-shows start a follow-up; an excuse keeps it; coming ends it")
    func noShow() throws {
        var office = Office()
        try office.treat("c-1")
        for (day, session) in ["s-1", "s-2", "s-3", "s-4"].enumerated() {
            try office.schedule(SessionID(session), on: office.day(day / 2))
        }
        try office.schedule("s-5", on: office.day(2))
        try office.schedule("s-6", on: office.day(3))
        // Two sessions of one day are one day.
        try office.attend("c-1", "s-1", .noShow)
        #expect(try office.attend("c-1", "s-2", .noShow).besideDuties.isEmpty)
        let events = try office.attend("c-1", "s-3", .noShow).of(FollowUpAssigned.self)
        #expect(events.map(\.situation) == [.noShow])
        #expect(events.map(\.owner) == ["t01"])
        #expect(try office.attend("c-1", "s-4", .noShow).besideDuties.isEmpty)
        #expect(try office.attend("c-1", "s-5", .excused).besideDuties.isEmpty)
        #expect(try office.attend("c-1", "s-6", .late).of(FollowUpEnded.self).count == 1)
    }

    @Test("A no-show lasts until the client comes, however often the absence is excused")
    func noShowLasts() throws {
        var office = Office()
        try office.treat("c-1")
        for number in 0..<40 {
            let session = SessionID("s-\(number)")
            try office.schedule(session, on: office.today)
            try office.attend("c-1", session, number < 2 ? .noShow : .excused)
            if number > 0 {
                #expect(try office.nextContacts().map(\.situation) == [.noShow], "\(number)")
            }
            try office.goOn(days: 1)
        }
        try office.schedule("s-last", on: office.today)
        #expect(try office.attend("c-1", "s-last", .present).of(FollowUpEnded.self).count == 1)
    }

    @Test("Whoever nobody writes down is followed up on day 2, until somebody writes it down")
    func unrecorded() throws {
        var office = Office()
        try office.treat("c-1")
        let days = (0..<3).map { office.day($0) }
        try office.goOn(days: 3)
        let told = AttendanceUnrecorded(client: "c-1", enrollment: "e-1", days: days)
        let events = try office.take(told).of(FollowUpAssigned.self)
        #expect(events.map(\.situation) == [.unrecorded])
        #expect(events.map(\.nextContact) == [office.day(2)])
        try office.schedule("s-1", on: office.today)
        #expect(try office.attend("c-1", "s-1", .excused).of(FollowUpEnded.self).count == 1)
    }

    @Test("An attendance that was corrected counts as corrected")
    func correctedAttendance() throws {
        var office = Office()
        try office.treat("c-1")
        try office.schedule("s-1", on: office.day(0))
        try office.schedule("s-2", on: office.day(1))
        try office.attend("c-1", "s-1", .noShow)
        try office.attend("c-1", "s-2", .noShow)
        #expect(try office.attend("c-1", "s-1", .present).of(FollowUpEnded.self).count == 1)
    }

    @Test("Whoever declines in mid-treatment is followed up, and comes back by coming")
    func declined() throws {
        var office = Office()
        try office.treat("c-1")
        try office.schedule("s-1", on: office.day(2))
        #expect(try office.decline("c-1").of(FollowUpAssigned.self).map(\.situation) == [.declined])
        try office.goOn(days: 2)
        #expect(try office.attend("c-1", "s-1", .present).of(FollowUpEnded.self).count == 1)
    }

    @Test("An owner who left the clinic is replaced within the hour")
    func owner() throws {
        var office = Office()
        try office.register("c-1", owner: "fd1")
        // The front desk is no care staff.
        #expect(try office.nextContacts().map(\.owner) == ["cm1"])
        try office.register("c-2", owner: "t02")
        office.clinic.staff.removeAll { $0.id == "t02" }
        let events = try office.strikeHour().of(FollowUpAssigned.self)
        #expect(events.map(\.client) == ["c-2"])
        #expect(events.map(\.owner) == ["cm1"])
    }

    @Test("What is about a client who has not arrived waits, and changes nothing")
    func notYetKnown() throws {
        var office = Office()
        #expect(throws: NotYetKnown("client")) { try office.enroll("c-1") }
        #expect(throws: NotYetKnown("client")) { try office.seat("c-1") }
        #expect(office.core == ContinuingCare())
        try office.treat("c-1")
        #expect(throws: NotYetKnown("session")) { try office.attend("c-1", "s-1", .noShow) }
    }
}
