import Messages
import SchedulerCore
import TestKit
import Testing

@Suite("A whole session is written down at once, and whoever receives clients sees the calendar")
struct SessionAttendanceTests {
    private static let first: SessionID = "2026-11-09.p1-01.mon-0900"
    private let week = LocalDate(year: 2026, month: 11, day: 9)

    private func monday(at time: String = "12:00") throws -> Rehearsal {
        var rehearsal = try Rehearsal()
        for client in ["c-1", "c-2", "c-3"] as [ClientID] { try rehearsal.admit(client) }
        try rehearsal.wait(until: "2026-11-09T\(time)")
        return rehearsal
    }

    private func record(
        _ records: [Participation], others: AttendanceStatus? = .present,
        at session: SessionID = first
    ) -> RecordSessionAttendance {
        RecordSessionAttendance(session: session, records: records, others: others)
    }

    private func missing(_ client: ClientID) -> Participation {
        Participation(client: client, status: .noShow, minutes: 0)
    }

    private func line(_ rehearsal: Rehearsal) throws -> CalendarLine? {
        try rehearsal.ask(CalendarView(week: week))?.first { $0.session == Self.first }
    }

    @Test("Everybody is there but who is named, by one decision, and the duty is done")
    func everybodyBut() throws {
        var rehearsal = try monday()
        try rehearsal.strikeHour()
        #expect(try line(rehearsal)?.recorded == [])
        let events = try rehearsal.order(
            record([missing("c-2"), Participation(client: "c-3", status: .late, minutes: 45)]))
        let told = events.compactMap { $0 as? AttendanceRecorded }
        #expect(Set(told.map(\.client)) == ["c-1", "c-2", "c-3"])
        let minutes = Dictionary(uniqueKeysWithValues: told.map { ($0.client, $0.minutes) })
        #expect(minutes == ["c-1": 60, "c-2": 0, "c-3": 45])
        #expect(try line(rehearsal)?.recorded.sorted() == ["c-1", "c-2", "c-3"])
        var book = DutyBook()
        for fact in rehearsal.facts { book.apply(fact.event) }
        #expect(!book.open.values.contains { $0.about == Self.first.text })
        #expect(rehearsal.agenda == rehearsal.rebuilt())
    }

    @Test("Who is written down stays so, and without a word on the others only the named are")
    func some() throws {
        var rehearsal = try monday()
        try rehearsal.order(record([missing("c-1")], others: nil))
        #expect(rehearsal.all(AttendanceRecorded.self).map(\.client) == ["c-1"])
        try rehearsal.order(record([]))
        #expect(
            rehearsal.all(AttendanceRecorded.self).map(\.status) == [.noShow, .present, .present])
    }

    @Test("All of it is taken, or nothing")
    func refused() throws {
        var rehearsal = try monday()
        let wrong: [(RecordSessionAttendance, String)] = [
            (record([missing("c-9")]), "not on the list"),
            (record([missing("c-1"), missing("c-1")]), "named twice"),
            (record([], others: .late), "is not said"),
            (record([], others: nil), "Nobody is left"),
            (record([], others: "asleep"), "not known"),
            (
                record([Participation(client: "c-1", status: .late, minutes: 61)]),
                "minutes do not fit"
            ),
            (record([], at: "2026-11-09.p1-01.wed-0900"), "has not begun"),
        ]
        for (command, text) in wrong {
            let error = #expect(throws: Refusal.self) { try rehearsal.order(command) }
            #expect(error?.advice.problem.contains(text) == true, "\(text)")
        }
        #expect(rehearsal.all(AttendanceRecorded.self).isEmpty)
        try rehearsal.order(record([]))
        #expect(throws: Refusal.self) { try rehearsal.order(record([])) }
    }

    @Test("Who writes down what another has just written down is told when that was")
    func second() throws {
        var rehearsal = try monday()
        try rehearsal.order(record([]))
        let second: [any Command] = [
            record([]), record([missing("c-1")], others: nil),
            RecordAttendance(client: "c-2", session: Self.first, status: .noShow, minutes: 0),
        ]
        for command in second {
            let error = #expect(throws: Refusal.self) { try rehearsal.order(command) }
            let problem = error?.advice.problem ?? ""
            #expect(problem.contains("it was done at 2026-11-09 12:00"), "\(problem)")
        }
        #expect(rehearsal.all(AttendanceRecorded.self).count == 3)
        #expect(rehearsal.agenda == rehearsal.rebuilt())
    }

    @Test("Two days missed are reviewed also where a whole session tells it")
    func review() throws {
        var rehearsal = try monday()
        for session in rehearsal.groupSessions("2026-11-09", of: "c-1")
        where session.start <= rehearsal.now.local {
            try rehearsal.order(record([missing("c-1")], at: session.session))
        }
        try rehearsal.wait(until: "2026-11-11T13:00")
        for session in rehearsal.groupSessions("2026-11-09", of: "c-1")
        where session.start.date == week.advanced(by: 2) {
            try rehearsal.order(record([missing("c-1")], at: session.session))
        }
        try rehearsal.wait(until: "2026-11-12T08:00")
        #expect(rehearsal.all(PhaseReviewDue.self).map(\.client) == ["c-1"])
    }

    @Test("The calendar names who leads now, who is expected and where, and nothing clinical")
    func calendar() throws {
        var rehearsal = try monday(at: "08:00")
        try rehearsal.order(CoverSession(session: Self.first, clinician: "t03"))
        let found = try #require(try line(rehearsal))
        #expect(found.clinician == "t03" && found.room == "g1" && found.group == "p1-01")
        #expect(found.expected.sorted() == ["c-1", "c-2", "c-3"])
        #expect(CalendarView.roles?.contains(.frontDesk) == true)
        let fields = try JSONText.decode([String: JSONFragment].self, from: JSONText.encode(found))
        #expect(
            fields.keys.sorted() == [
                "clinician", "end", "expected", "group", "recorded", "room", "session", "start",
            ])
        #expect(try rehearsal.ask(CalendarView(week: week.advanced(by: 70))) == [])
    }
}
