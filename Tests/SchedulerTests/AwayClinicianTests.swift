import Messages
import SchedulerCore
import TestKit
import Testing

@Suite("Whoever is away is picked for nothing")
struct AwayClinicianTests {
    private func day(_ day: Int) -> LocalDate { LocalDate(year: 2026, month: 11, day: day) }

    private func enroll(_ client: ClientID, _ rehearsal: inout Rehearsal) throws -> StaffID? {
        try rehearsal.admit(client)
        return rehearsal.all(EnrollmentOpened.self).last?.clinician
    }

    @Test("A new client gets a primary clinician who is there, however full the others are")
    func primary() throws {
        var clinic = Clinic.oneGroup
        for place in clinic.staff.indices where clinic.staff[place].id != "t01" {
            clinic.staff[place].caseload = 1
        }
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.order(RecordAway(staff: "t01", from: day(5), through: day(6)))
        let first = try (1...4).map { try enroll(ClientID("c-\($0)"), &rehearsal) }
        #expect(first == ["t02", "t03", "t02", "t03"])
        try rehearsal.wait(until: "2026-11-07T08:00")
        #expect(try enroll("c-5", &rehearsal) == "t01")
    }

    @Test("Where nobody else carries a caseload, whoever is away does")
    func onlyOne() throws {
        var clinic = Clinic.oneGroup
        clinic.staff = [Clinic.Staff("t01"), Clinic.Staff("dir", roles: [.director], caseload: 0)]
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.order(RecordAway(staff: "t01", from: day(5), through: day(9)))
        #expect(try enroll("c-1", &rehearsal) == "t01")
    }

    @Test("A caseload that is given away goes to who is there; whom a person names is told of")
    func givenAway() throws {
        var rehearsal = try Rehearsal()
        #expect(try enroll("c-1", &rehearsal) == "t01")
        try rehearsal.order(RecordAway(staff: "t02", from: day(5), through: day(9)))
        try rehearsal.order(ChangeClinician(from: "t01", reason: "Leaves."))
        #expect(rehearsal.all(ClinicianChanged.self).last?.to == "t03")
        // By hand too, and whoever does it hears of it.
        try rehearsal.order(
            ChangeClinician(client: "c-1", from: "t03", to: "t02", reason: "Her wish."))
        #expect(rehearsal.all(ClinicianChanged.self).last?.to == "t02")
    }

    @Test("An absence that is told later leaves no session without somebody who sees to it")
    func later() throws {
        var clinic = Clinic.oneGroup
        clinic.staff.append(Clinic.Staff("dir", roles: [.director]))
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-06T08:00")
        let alone = try #require(rehearsal.week("2026-11-09").first { $0.kind == "individual" })
        try rehearsal.order(RecordAway(staff: alone.clinician, from: alone.start.date))
        var book = DutyBook()
        for fact in rehearsal.facts { book.apply(fact.event) }
        let cover = book.open.values.first { $0.about == alone.session.text }
        #expect(cover?.kind == .coverSession && cover?.person == "dir")
    }

    @Test("On a day on which the clock is set a session is due by the clock that people see")
    func clockIsSet() throws {
        let sunday = LocalDate(year: 2026, month: 11, day: 1)
        var hours = StaffHours(.oneGroup)
        let nine = LocalDateTime(date: sunday, time: TimeOfDay(minutes: 540))
        // Nine in the morning is an hour later after the clock was put back at two.
        #expect(hours.time(of: nine).description == "2026-11-01T15:00:00.000Z")
        let early = LocalDateTime(date: sunday, time: TimeOfDay(minutes: 30))
        #expect(hours.time(of: early).description == "2026-11-01T05:30:00.000Z")
    }
}
