import Messages
import SchedulerCore
import TestKit
import Testing

@Suite("Somebody of the staff is away")
struct StaffAwayTests {
    private static let first: SessionID = "2026-11-09.p1-01.mon-0900"

    private func day(_ day: Int) -> LocalDate { LocalDate(year: 2026, month: 11, day: day) }

    /// A client in treatment, on Friday the 6th, with the next week planned.
    private func rehearsal() throws -> Rehearsal {
        var clinic = Clinic.oneGroup
        clinic.staff.append(Clinic.Staff("dir", roles: [.director]))
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-06T08:00")
        return rehearsal
    }

    private func covers(_ rehearsal: Rehearsal) -> [OpenDuty] {
        var book = DutyBook()
        for fact in rehearsal.facts { book.apply(fact.event) }
        return book.open.values.filter { $0.kind == .coverSession }
            .sorted { $0.about < $1.about }
    }

    @Test(
        "Each session that nobody leads then is somebody's duty, until it is covered or cancelled")
    func duties() throws {
        var rehearsal = try rehearsal()
        #expect(covers(rehearsal).isEmpty)
        try rehearsal.order(RecordAway(staff: "t01", from: day(9)))
        let open = covers(rehearsal)
        #expect(open.allSatisfy { $0.about.hasPrefix("2026-11-09") && $0.person == "dir" })
        let groups = open.filter { $0.client == nil }
        #expect(groups.count == 3 && groups.first?.about == Self.first.text)
        #expect(open.count == 4 && open.compactMap(\.client) == ["c-1"])
        #expect(groups.first?.words.contains("t01 is away on 2026-11-09") == true)
        try rehearsal.order(CoverSession(session: Self.first, clinician: "t03"))
        #expect(!covers(rehearsal).contains { $0.about == Self.first.text })
        #expect(rehearsal.all(DutyClosed.self).last?.how == .done)
        try rehearsal.order(CancelSession(session: "2026-11-09.p1-01.mon-1000", reason: "Sick."))
        #expect(covers(rehearsal).count == 2)
        // What nobody decided is over as the session begins: then attendance is asked for.
        try rehearsal.wait(until: "2026-11-09T12:00")
        try rehearsal.strikeHour()
        #expect(covers(rehearsal).isEmpty)
        #expect(rehearsal.agenda == rehearsal.rebuilt())
    }

    @Test("Whoever covers a session is shown to lead it, and writes down who came")
    func covered() throws {
        var rehearsal = try rehearsal()
        try rehearsal.order(RecordAway(staff: "t01", from: day(9)))
        try rehearsal.order(CoverSession(session: Self.first, clinician: "t03"))
        let lines = try #require(try rehearsal.ask(WeekView(week: day(9))))
        #expect(lines.sessions.first { $0.session == Self.first }?.clinician == "t03")
        #expect(throws: Refusal.self) {
            try rehearsal.order(CoverSession(session: Self.first, clinician: "t03"))
        }
        try rehearsal.wait(until: "2026-11-09T09:00")
        try rehearsal.strikeHour()
        var book = DutyBook()
        for fact in rehearsal.facts { book.apply(fact.event) }
        let duty = book.open.values.first { $0.about == Self.first.text }
        #expect(duty?.kind == .recordAttendance && duty?.person == "t03")
    }

    @Test("Where whoever covers is away too, the session is a duty again")
    func coverIsAway() throws {
        var rehearsal = try rehearsal()
        try rehearsal.order(RecordAway(staff: "t01", from: day(9)))
        try rehearsal.order(CoverSession(session: Self.first, clinician: "t03"))
        try rehearsal.order(RecordAway(staff: "t03", from: day(8), through: day(9)))
        let again = covers(rehearsal).first { $0.about == Self.first.text }
        #expect(again?.words.contains("t03 is away") == true)
    }

    @Test("Who comes back leads again; a word told in error is taken back like any other")
    func back() throws {
        var rehearsal = try rehearsal()
        try rehearsal.order(RecordAway(staff: "t01", from: day(9), through: day(10)))
        #expect(!covers(rehearsal).isEmpty)
        try rehearsal.order(RecordBack(staff: "t01", from: day(9)))
        #expect(covers(rehearsal).isEmpty)
        #expect(try rehearsal.ask(StaffAwayView()) == [])
        let last = try #require(rehearsal.all(DutyClosed.self).last)
        #expect(last.how == .notNeeded)
        #expect(throws: Refusal.self) { try rehearsal.order(RecordBack(staff: "t01")) }
    }

    @Test("No individual session is agreed on for a day on which the clinician is away")
    func individual() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.order(RecordAway(staff: "t01", from: day(9)))
        try rehearsal.wait(until: "2026-11-06T08:00")
        let week = rehearsal.week("2026-11-09").filter { $0.kind == "individual" }
        #expect(week.map(\.start.date.description) == ["2026-11-11"])
    }

    @Test("An agreed session is not moved behind anybody's back")
    func agreed() throws {
        var rehearsal = try rehearsal()
        let before = rehearsal.week("2026-11-09")
        try rehearsal.order(RecordAway(staff: "t01", from: day(9)))
        try rehearsal.order(CoverSession(session: Self.first, clinician: "t03"))
        try rehearsal.order(PlanWeek(week: day(9)))
        #expect(rehearsal.week("2026-11-09") == before)
    }

    @Test("What means nothing is refused, with what to do")
    func refusals() throws {
        var rehearsal = try rehearsal()
        func refused(_ command: any Command, _ word: String) {
            var copy = rehearsal
            do {
                try copy.order(command)
                Issue.record("\(command) was taken")
            } catch {
                #expect("\(error)".contains(word), "\(error)")
            }
        }
        refused(RecordAway(staff: "t99"), "not on the staff")
        refused(RecordAway(staff: "t01", from: day(9), through: day(8)), "before the first")
        refused(RecordAway(staff: "t01", from: day(1), through: day(5)), "are over")
        refused(
            RecordAway(staff: "t01", from: day(9), through: day(9).advanced(by: 366)),
            "so far ahead, or for so long")
        refused(RecordAway(staff: "t01", from: day(9).advanced(by: 400)), "so far ahead")
        refused(RecordBack(staff: "t01"), "not away then")
        refused(CoverSession(session: Self.first, clinician: "dir"), "no clinician")
        refused(CoverSession(session: Self.first, clinician: "t01"), "leads this session already")
        refused(CoverSession(session: "nothing", clinician: "t02"), "No session of that name")
        try rehearsal.order(RecordAway(staff: "t02", from: day(9)))
        refused(RecordAway(staff: "t02", from: day(9)), "away on these days already")
        refused(CoverSession(session: Self.first, clinician: "t02"), "t02 is away on 2026-11-09")
        // Told again for longer, it is news.
        try rehearsal.order(RecordAway(staff: "t02", from: day(9), through: day(12)))
        #expect(try rehearsal.ask(StaffAwayView())?.map(\.through) == [day(9), day(12)])
    }
}
