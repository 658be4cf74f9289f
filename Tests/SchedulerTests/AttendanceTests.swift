import Messages
import SchedulerCore
import Testing

@Suite("Attendance")
struct AttendanceTests {
    private static let first: SessionID = "2026-11-09.p1-01.mon-0900"

    private func monday(at time: String) throws -> Rehearsal {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-09T\(time)")
        return rehearsal
    }

    private func record(
        _ client: ClientID = "c-1", _ session: SessionID = first,
        _ status: AttendanceStatus = .present, _ minutes: Int = 60
    ) -> RecordAttendance {
        RecordAttendance(client: client, session: session, status: status, minutes: minutes)
    }

    @Test("It is recorded from the minute in which the session begins", arguments: [true, false])
    func begins(hasBegun: Bool) throws {
        var rehearsal = try monday(at: hasBegun ? "09:00" : "08:59")
        if hasBegun {
            try rehearsal.order(record())
            #expect(rehearsal.all(AttendanceRecorded.self).map(\.minutes) == [60])
        } else {
            #expect(throws: Refusal.self) { try rehearsal.order(record()) }
        }
    }

    @Test("Unknown sessions and clients who are not on the list are refused")
    func unknown() throws {
        var rehearsal = try monday(at: "12:00")
        #expect(throws: Refusal.self) { try rehearsal.order(record("c-2")) }
        #expect(throws: Refusal.self) {
            try rehearsal.order(record("c-1", "2026-11-09.x.mon-0900"))
        }
        #expect(throws: Refusal.self) { try rehearsal.order(record("c-1", "x")) }
    }

    @Test(
        "The minutes fit the session, and nobody who was away has any",
        arguments: [
            (AttendanceStatus.present, 60, true), (.present, 0, true), (.present, 61, false),
            (.present, -1, false), (.leftEarly, 30, true), (.noShow, 0, true), (.noShow, 1, false),
            (.excused, 0, true), (.excused, 60, false), ("asleep", 0, false),
        ])
    func minutes(status: AttendanceStatus, minutes: Int, isAllowed: Bool) throws {
        var rehearsal = try monday(at: "12:00")
        let command = record("c-1", Self.first, status, minutes)
        if isAllowed {
            try rehearsal.order(command)
        } else {
            #expect(throws: Refusal.self) { try rehearsal.order(command) }
        }
    }

    @Test("A second record of the same client and session is refused, and says to retract")
    func duplicates() throws {
        var rehearsal = try monday(at: "12:00")
        try rehearsal.order(record())
        let refusal = #expect(throws: Refusal.self) {
            try rehearsal.order(record("c-1", Self.first, .noShow, 0))
        }
        #expect(refusal?.advice.remedy.contains("cairn correct") == true)
    }

    @Test(
        "Three session days in a row without any record are told once; a record makes it news again"
    )
    func unrecorded() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-11T08:00")
        #expect(rehearsal.all(AttendanceUnrecorded.self).isEmpty, "two days")
        try rehearsal.wait(until: "2026-12-10T08:00")
        let told = rehearsal.all(AttendanceUnrecorded.self)
        #expect(told.count == 1)
        #expect(told.first?.days.count == 3)
        #expect(told.first?.days.first?.description == "2026-11-06")
        let session = try #require(
            rehearsal.sessions.values.filter { $0.start < rehearsal.now.local }
                .max { $0.start < $1.start })
        try rehearsal.order(record("c-1", session.session, .excused, 0))
        try rehearsal.wait(until: "2026-12-15T08:00")
        #expect(rehearsal.all(AttendanceUnrecorded.self).count == 1)
        try rehearsal.wait(until: "2026-12-17T08:00")
        #expect(rehearsal.all(AttendanceUnrecorded.self).count == 2)
    }

    @Test("An excuse is a record, and days of before the stay are none of its days")
    func recorded() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        for _ in 0..<30 {
            try rehearsal.wait(until: "\(rehearsal.now.today.advanced(by: 1))T20:00")
            try rehearsal.attend("c-1", .excused)
        }
        try rehearsal.confirm("c-1", .residential)
        try rehearsal.wait(until: "2026-12-20T08:00")
        #expect(rehearsal.all(AttendanceUnrecorded.self).isEmpty)
        try rehearsal.confirm("c-1")
        try rehearsal.wait(until: "2026-12-21T08:00")
        #expect(rehearsal.all(AttendanceUnrecorded.self).isEmpty)
    }
}
