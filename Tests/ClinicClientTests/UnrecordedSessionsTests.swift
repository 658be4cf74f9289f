import Messages
import TestKit
import Testing

@testable import ClinicClient

@Suite("Sessions that nobody wrote down: yellow in the evening, red the next morning with staff")
struct UnrecordedSessionsTests {
    /// Everybody works on weekdays, by `smallHours`.
    private func clinic(closed: [LocalDate] = []) -> Clinic {
        .example(
            staff: [
                Clinic.Staff(
                    "t01", hours: ["mon", "tue", "wed", "thu", "fri"].map { "\($0) 08:00-20:00" })
            ], closures: closed)
    }

    private func moment(_ text: String) throws -> Moment {
        let local = try #require(LocalDateTime(text))
        return try #require(Moment(local, timeZone: "America/Chicago"))
    }

    private func standing(
        of start: String, due: String, at now: String, closed: [LocalDate] = []
    ) throws -> String {
        var book = DutyBook()
        book.apply(
            DutyOpened(
                duty: "d-1", kind: .recordAttendance, client: nil, about: "s-1", role: .clinician,
                person: "t01", since: try moment(start).utc, due: try moment(due).utc,
                words: "Write down who came."))
        let lines = book.open.values.map { DutyLine(owner: .scheduler, duty: $0) }
        let found = UnrecordedSessions(lines, in: clinic(closed: closed), at: try moment(now))
        #expect(found.lines.count == found.evening.count + found.missed.count)
        return found.missed.isEmpty ? found.evening.isEmpty ? "" : "yellow" : "red"
    }

    @Test(
        "While it lasts it says nothing; weekends, closures and the change of the clock do not count",
        arguments: [
            // A Thursday, of which the last session ends with the shift.
            ("2026-10-08T09:00", "2026-10-08T20:00", "2026-10-08T19:59", ""),
            ("2026-10-08T09:00", "2026-10-08T20:00", "2026-10-08T20:01", "yellow"),
            ("2026-10-08T18:00", "2026-10-09T09:00", "2026-10-08T21:00", "yellow"),
            ("2026-10-08T18:00", "2026-10-09T09:00", "2026-10-09T08:30", "yellow"),
            ("2026-10-08T18:00", "2026-10-09T09:00", "2026-10-09T09:01", "red"),
            ("2026-10-08T09:00", "2026-10-08T20:00", "2026-10-09T00:01", "red"),
            // A Friday: nobody comes before Monday.
            ("2026-10-09T09:00", "2026-10-09T20:00", "2026-10-11T12:00", "yellow"),
            ("2026-10-09T09:00", "2026-10-09T20:00", "2026-10-12T08:00", "red"),
            // The night in which the clock is put back.
            ("2026-10-30T09:00", "2026-10-30T20:00", "2026-11-01T09:00", "yellow"),
            ("2026-10-30T09:00", "2026-10-30T20:00", "2026-11-02T08:00", "red"),
        ])
    func standings(start: String, due: String, now: String, tone: String) throws {
        #expect(try standing(of: start, due: due, at: now) == tone)
    }

    @Test("A closed Monday puts it off to Tuesday")
    func closure() throws {
        let monday = LocalDate(year: 2026, month: 10, day: 12)
        let (start, due) = ("2026-10-09T09:00", "2026-10-09T20:00")
        #expect(
            try standing(of: start, due: due, at: "2026-10-12T12:00", closed: [monday]) == "yellow")
        #expect(
            try standing(of: start, due: due, at: "2026-10-13T08:00", closed: [monday]) == "red")
    }
}
