import Messages
import SchedulerCore
import TestKit
import Testing

@Suite("Attendance and reviews as duties")
struct SchedulerDutyTests {
    private static let first: SessionID = "2026-11-09.p1-01.mon-0900"

    private func book(of rehearsal: Rehearsal) -> [OpenDuty] {
        var book = DutyBook()
        for fact in rehearsal.facts { book.apply(fact.event) }
        return book.open.values.sorted { ($0.since, $0.about) < ($1.since, $1.about) }
    }

    private func evening() throws -> Rehearsal {
        var clinic = Clinic.oneGroup
        clinic.staff.append(
            Clinic.Staff("dir", roles: [.director], hours: ["mon 08:00-17:00"]))
        return try Rehearsal(clinic)
    }

    @Test("A session that begins is a duty of who leads it, by the end of the shift")
    func begins() throws {
        var rehearsal = try evening()
        try rehearsal.admit("c-1")
        try rehearsal.admit("c-2")
        try rehearsal.wait(until: "2026-11-09T08:59")
        try rehearsal.strikeHour()
        let before = book(of: rehearsal).filter { $0.about == Self.first.text }
        #expect(before.isEmpty)
        try rehearsal.wait(until: "2026-11-09T09:00")
        try rehearsal.strikeHour()
        let duty = try #require(book(of: rehearsal).first { $0.about == Self.first.text })
        #expect(duty.kind == .recordAttendance && duty.person == "t01" && duty.client == nil)
        // Nine in the evening, in UTC.
        #expect(duty.due.description == "2026-11-10T03:00:00.000Z")
        func record(_ client: ClientID) -> RecordAttendance {
            RecordAttendance(client: client, session: Self.first, status: .present, minutes: 60)
        }
        try rehearsal.order(record("c-1"))
        #expect(book(of: rehearsal).contains { $0.about == Self.first.text })
        try rehearsal.order(record("c-2"))
        #expect(!book(of: rehearsal).contains { $0.about == Self.first.text })
        #expect(rehearsal.all(DutyClosed.self).last?.how == .done)
    }

    @Test("What nobody writes down is late the next morning, and passed on")
    func late() throws {
        var rehearsal = try evening()
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-09T20:00")
        try rehearsal.strikeHour()
        let now = rehearsal.now.utc
        let held = book(of: rehearsal).filter { $0.about.hasPrefix("2026-11-09") }
        #expect(!held.isEmpty && held.allSatisfy { !$0.isLate(at: now) })
        try rehearsal.wait(until: "2026-11-10T10:00")
        try rehearsal.strikeHour()
        let late = book(of: rehearsal).filter { $0.about.hasPrefix("2026-11-09.p1") }
        #expect(late.count == 3 && late.allSatisfy { $0.isLate(at: rehearsal.now.utc) })
        #expect(late.allSatisfy { $0.rung == 1 && $0.missedBy.count == 1 })
    }

    @Test("A client whose stay is over asks for no record")
    func over() throws {
        var rehearsal = try evening()
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-09T12:00")
        try rehearsal.strikeHour()
        #expect(!book(of: rehearsal).isEmpty)
        try rehearsal.hear(TreatmentDeclined(client: "c-1", reason: "work"))
        #expect(book(of: rehearsal).isEmpty)
        #expect(rehearsal.all(DutyClosed.self).allSatisfy { $0.how == .notNeeded })
    }

    @Test(
        "A review of danger is due within 72 hours, of the primary clinician, until it is decided")
    func review() throws {
        var rehearsal = try evening()
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-06T08:00")
        try rehearsal.rise("c-1", to: 12)
        let duty = try #require(book(of: rehearsal).first { $0.kind == .review })
        #expect(duty.client == "c-1" && duty.person == "t01")
        #expect(duty.due == rehearsal.now.utc.advanced(byHours: 72))
        #expect(duty.words.contains("use went from 0 to 12"))
        try rehearsal.order(
            KeepPhase(client: "c-1", phase: "p1", reason: "Weekly calls were agreed."))
        #expect(!book(of: rehearsal).contains { $0.kind == .review })
        #expect(rehearsal.all(DutyClosed.self).last?.how == .done)
    }

    @Test(
        "A review goes past whoever is away, to a colleague and at last to the director, in its time"
    )
    func reviewAway() throws {
        var rehearsal = try evening()
        try rehearsal.admit("c-1")
        let friday = LocalDate(year: 2026, month: 11, day: 6)
        func away(_ person: StaffID) throws {
            try rehearsal.order(
                RecordAway(staff: person, from: friday, through: friday.advanced(by: 7)))
        }
        func review() throws -> OpenDuty {
            try #require(book(of: rehearsal).first { $0.kind == .review })
        }
        try away("t01")
        try rehearsal.wait(until: "2026-11-06T08:00")
        try rehearsal.rise("c-1", to: 12)
        let first = try review()
        let colleague = try #require(first.person)
        #expect(["t02", "t03"].contains(colleague))
        #expect(first.due == rehearsal.now.utc.advanced(byHours: 72))
        for person in ["t02", "t03"] as [StaffID] { try away(person) }
        let passed = try review()
        #expect(passed.person == "dir" && passed.due == first.due && passed.duty == first.duty)
        // Whoever comes back gets nothing back, and may decide all the same.
        try rehearsal.order(RecordBack(staff: "t01", from: friday))
        #expect(try review().person == "dir")
        try rehearsal.order(KeepPhase(client: "c-1", phase: "p1", reason: "Seen."))
        #expect(!book(of: rehearsal).contains { $0.kind == .review })
    }

    @Test("A review of danger waits for no closure: late on a closed day, it is the next one's")
    func reviewClosed() throws {
        var clinic = Clinic.oneGroup
        clinic.closures = (7...10).map { LocalDate(year: 2026, month: 11, day: $0) }
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-06T19:00")
        try rehearsal.rise("c-1", to: 12)
        let first = try #require(book(of: rehearsal).first { $0.kind == .review })
        #expect(first.due == rehearsal.now.utc.advanced(byHours: 72))
        try rehearsal.wait(until: "2026-11-09T20:00")
        try rehearsal.strikeHour()
        let late = try #require(book(of: rehearsal).first { $0.kind == .review })
        #expect(late.missedBy == [first.person].compactMap(\.self) && late.person != first.person)
        #expect(rehearsal.now.utc < late.due)
        #expect(late.due <= rehearsal.now.utc.advanced(byHours: 72))
    }
}
