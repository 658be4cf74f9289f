import Messages
import TestKit
import Testing

@Suite("Days of work are those on which somebody is there")
struct StaffDaysTests {
    /// A therapist on Monday to Friday, a case manager on Monday, a peer without hours, a director.
    private let clinic = Clinic.example(
        staff: [
            Clinic.Staff(
                "t01", hours: ["mon", "tue", "wed", "thu", "fri"].map { "\($0) 09:00-17:00" }),
            Clinic.Staff("cm1", roles: [.caseManager], hours: ["mon 09:00-12:00"]),
            Clinic.Staff("ps1", roles: [.peerSpecialist], hours: []),
            Clinic.Staff("fd1", roles: [.frontDesk], hours: ["sun 09:00-12:00"]),
        ],
        closures: [LocalDate(year: 2026, month: 11, day: 26)])

    private func day(_ day: Int) -> LocalDate { LocalDate(year: 2026, month: 11, day: day) }

    private func days(
        at time: String? = nil, away: [(StaffID, Int, Int)] = []
    ) throws -> StaffDays {
        let lines = away.map {
            AwayLine(
                staff: $0, from: day($1), through: day($2), told: Timestamp(milliseconds: 0))
        }
        return StaffDays(
            of: clinic, away: DaysAway(lines),
            at: try time.map { try #require(LocalDateTime("2026-11-\($0)")) })
    }

    @Test(
        "The nearest day is the wished one, one before it, or else the first after it",
        arguments: [
            // Thursday the 26th is closed; Saturday and Sunday nobody of the care staff is there.
            (25, "t01", 25), (26, "t01", 25), (29, "t01", 27), (26, "cm1", 23), (24, "cm1", 23),
            // Whoever has no hours works when the others do; the front desk's Sunday is not theirs.
            (29, "ps1", 27), (24, "ps1", 24),
        ] as [(Int, StaffID, Int)])
    func nearest(wished: Int, person: StaffID, found: Int) throws {
        #expect(try days(at: "23T08:00").nearest(to: day(wished), for: person) == day(found))
    }

    @Test("Today counts until its last hours end, and no day of before is found")
    func today() throws {
        #expect(try days(at: "23T16:59").nearest(to: day(23), for: "t01") == day(23))
        #expect(try days(at: "23T17:00").nearest(to: day(23), for: "t01") == day(24))
        #expect(try days(at: "24T08:00").nearest(to: day(24), for: "cm1") == day(30))
        #expect(try days(at: "26T08:00").nearest(to: day(20), for: nil) == day(27))
    }

    @Test("Days of work are counted over a weekend and a closure, also from a day of before")
    func advanced() throws {
        #expect(try days(at: "27T08:00").advanced(day(24), by: 1) == day(25))
        #expect(try days(at: "27T08:00").advanced(day(24), by: 2) == day(27))
        #expect(try days().advanced(day(25), by: 2) == day(30))
    }

    @Test("Whoever is away is stood in for: the day is one of the care staff's")
    func away() throws {
        let gone = try days(at: "23T08:00", away: [("t01", 24, 30)])
        #expect(gone.isAway("t01", on: day(30)) && !gone.isAway("t01", on: day(23)))
        #expect(gone.back("t01", from: day(24)) == LocalDate(year: 2026, month: 12, day: 1))
        // Only the case manager is left, on Mondays.
        #expect(gone.nearest(to: day(25), for: "t01") == day(23))
        #expect(gone.first(from: day(24), for: "t01") == day(30))
        #expect(gone.times(of: ["t01"], on: day(25)).isEmpty)
        #expect(gone.times(of: ["t01"], on: day(23)).map(\.description) == ["mon 09:00-17:00"])
        // With nobody there at all the calendar's day counts: nothing is put off for ever.
        let none = try days(at: "23T08:00", away: [("t01", 1, 30), ("cm1", 1, 30)])
        #expect(none.nearest(to: day(25), for: nil) == LocalDate(year: 2026, month: 12, day: 1))
    }

    @Test("Where nobody has hours each day counts, but closures")
    func nobody() throws {
        var clinic = clinic
        for index in clinic.staff.indices { clinic.staff[index].hours = [] }
        let days = StaffDays(of: clinic)
        #expect(days.nearest(to: day(29), for: "t01") == day(29))
        #expect(days.nearest(to: day(26), for: nil) == day(25))
    }

    @Test("Who comes back sooner is away no more; what was told stays in order")
    func back() throws {
        var away = DaysAway()
        func fold(_ event: any Event, on day: Int) {
            let time = Timestamp(milliseconds: Int64(self.day(day).daysSince1970) * 86_400_000)
            away.fold(
                Fact(id: MessageID("\(day)"), owner: .scheduler, event: event, time: time))
        }
        fold(StaffAway(staff: "t01", from: day(23), through: day(25)), on: 20)
        fold(StaffAway(staff: "t01", from: day(25), through: day(30)), on: 21)
        #expect(away.span(of: "t01", on: day(25))?.last == day(25))
        #expect(away.people(on: day(26)) == ["t01"])
        fold(StaffBack(staff: "t01", from: day(24)), on: 23)
        #expect(away.spans["t01"]?.map(\.last) == [day(23)])
        fold(StaffBack(staff: "t01", from: day(23)), on: 23)
        #expect(away == DaysAway())
        // What is long over is let go with the next word.
        fold(StaffAway(staff: "t01", from: day(1), through: day(1)), on: 1)
        fold(StaffAway(staff: "cm1", from: day(30), through: day(30)), on: 30)
        #expect(Set(away.spans.keys) == ["cm1"])
    }
}
