import Messages
import TestKit
import Testing

@Suite("Staff hours count while somebody of a role is on shift")
struct StaffHoursTests {
    /// Weekdays from nine to five, an evening on Tuesday, and a nurse on Monday morning alone.
    private let clinic = Clinic.example(
        staff: [
            Clinic.Staff(
                "t01", hours: ["mon", "tue", "wed", "thu", "fri"].map { "\($0) 09:00-17:00" }),
            Clinic.Staff("t02", hours: ["tue 16:00-20:00"]),
            Clinic.Staff("rn1", roles: [.nurse], hours: ["mon 08:00-12:00"]),
            Clinic.Staff("md1", roles: [.prescriber], hours: []),
        ],
        closures: [LocalDate(year: 2026, month: 11, day: 26)])

    private func moment(_ hours: Int, after start: String, of roles: [Role] = [.clinician]) throws
        -> String
    {
        var staff = StaffHours(clinic)
        return staff.moment(hours, after: try at(start), of: roles).description
    }

    private func at(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

    private func due(_ term: DutyTerm, after start: String, of roles: [Role] = [.clinician]) throws
        -> String
    {
        var staff = StaffHours(clinic)
        return staff.due(after: try at(start), within: term, of: roles).description
    }

    // Chicago is six hours behind UTC in winter, five in summer.
    @Test(
        "Hours run on from shift to shift, over the night, the weekend and a closure",
        arguments: [
            (2, "2026-11-23T15:00:00Z", "2026-11-23T17:00:00.000Z"),
            (8, "2026-11-23T15:00:00Z", "2026-11-23T23:00:00.000Z"),
            (9, "2026-11-23T15:00:00Z", "2026-11-24T16:00:00.000Z"),
            (1, "2026-11-24T02:00:00Z", "2026-11-24T16:00:00.000Z"),
            // On Tuesday two shifts overlap: an hour in which two are there is one hour.
            (11, "2026-11-24T15:00:00Z", "2026-11-25T02:00:00.000Z"),
            // Thursday is closed.
            (9, "2026-11-25T15:00:00Z", "2026-11-27T16:00:00.000Z"),
            (1, "2026-11-27T22:30:00Z", "2026-11-30T15:30:00.000Z"),
        ])
    func runsOn(hours: Int, start: String, end: String) throws {
        #expect(try moment(hours, after: start) == end)
    }

    @Test(
        "Whoever looks at duties has until the shift after this one, or after the next",
        arguments: [
            // Before the shift, in it and after it; over the closure and the weekend.
            ("t01", "2026-11-23T14:00:00Z", "2026-11-24T15:00:00.000Z"),
            ("t01", "2026-11-23T22:59:00Z", "2026-11-24T15:00:00.000Z"),
            ("t01", "2026-11-23T23:00:00Z", "2026-11-25T15:00:00.000Z"),
            ("t01", "2026-11-25T16:00:00Z", "2026-11-27T15:00:00.000Z"),
            ("t01", "2026-11-27T16:00:00Z", "2026-11-30T15:00:00.000Z"),
            // Who comes once a week has a week; who has no hours is asked as all are.
            ("rn1", "2026-11-23T15:00:00Z", "2026-11-30T14:00:00.000Z"),
            ("rn1", "2026-11-24T15:00:00Z", "2026-12-01T06:00:00.000Z"),
            ("md1", "2026-11-23T16:00:00Z", "2026-11-24T15:00:00.000Z"),
        ])
    func untilNextShift(person: StaffID, now: String, end: String) throws {
        var hours = StaffHours(clinic)
        #expect(hours.untilNextShift(of: [person], at: try at(now)).description == end)
    }

    @Test("The day on which the clock is set back has its shift at the clinic's own time")
    func daylightSaving() throws {
        // On 2026-11-01 the clock was set back: nine o'clock is 14:00 before, and 15:00 after.
        #expect(try moment(1, after: "2026-10-30T21:30:00Z") == "2026-11-02T15:30:00.000Z")
        let sunday = Clinic.example(staff: [Clinic.Staff("t01", hours: ["sun 00:00-24:00"])])
        var hours = StaffHours(sunday)
        let start = try at("2026-11-01T05:00:00Z")
        let end = hours.end(of: LocalDate(year: 2026, month: 11, day: 1), for: [.clinician])
        // That day has 25 hours.
        #expect(hours.moment(25, after: start, of: [.clinician]) == end)
        #expect(end.description == "2026-11-02T06:00:00.000Z")
    }

    @Test("No deadline is further away than a week, and who has no hours has those of the clock")
    func bounded() throws {
        #expect(
            try moment(40, after: "2026-11-23T14:00:00Z", of: [.nurse])
                == "2026-11-30T14:00:00.000Z")
        #expect(
            try moment(5, after: "2026-11-23T14:00:00Z", of: [.prescriber])
                == "2026-11-23T19:00:00.000Z")
        #expect(
            try moment(5, after: "2026-11-23T14:00:00Z", of: [.director])
                == "2026-11-23T19:00:00.000Z")
        #expect(
            try moment(200, after: "2026-11-23T14:00:00Z", of: [.nurse])
                == "2026-12-01T22:00:00.000Z")
    }

    @Test(
        "What is for the same day ends with the shift, yet leaves an hour of it",
        arguments: [
            // In the morning: the end of the shift comes first, at 17:00.
            ("2026-11-23T15:00:00Z", 8, "2026-11-23T23:00:00.000Z"),
            ("2026-11-23T17:00:00Z", 8, "2026-11-23T23:00:00.000Z"),
            ("2026-11-23T15:00:00Z", 3, "2026-11-23T18:00:00.000Z"),
            // Ten minutes before the end: an hour of shift, so the next morning.
            ("2026-11-23T22:50:00Z", 8, "2026-11-24T15:50:00.000Z"),
            // At night, and on a closed day: the first hour of the next shift.
            ("2026-11-24T05:00:00Z", 8, "2026-11-24T16:00:00.000Z"),
            ("2026-11-26T18:00:00Z", 8, "2026-11-27T23:00:00.000Z"),
        ])
    func sameDay(start: String, hours: Int, due: String) throws {
        #expect(try self.due(.sameDay(hours), after: start) == due)
    }

    @Test("What is for a day is due as its shift ends; on a day without one, as the next one ends")
    func day() throws {
        let (monday, thursday, saturday) = (23, 26, 28)
        func due(_ day: Int, after start: String) throws -> String {
            try self.due(.day(LocalDate(year: 2026, month: 11, day: day)), after: start)
        }
        #expect(try due(monday, after: "2026-11-23T05:00:00Z") == "2026-11-23T23:00:00.000Z")
        #expect(try due(thursday, after: "2026-11-23T05:00:00Z") == "2026-11-27T23:00:00.000Z")
        #expect(try due(saturday, after: "2026-11-23T05:00:00Z") == "2026-11-30T23:00:00.000Z")
        // What comes up after that day's shift has a working day.
        #expect(try due(monday, after: "2026-11-23T23:30:00Z") == "2026-11-24T23:00:00.000Z")
    }

    @Test("Danger now waits for no shift")
    func now() throws {
        #expect(try due(.hours(1), after: "2026-11-26T05:00:00Z") == "2026-11-26T06:00:00.000Z")
    }
}
