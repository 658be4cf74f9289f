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
        #expect(refusal?.advice.remedy.contains("retract it") == true)
    }
}
