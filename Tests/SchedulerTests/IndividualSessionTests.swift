import Messages
import SchedulerCore
import TestKit
import Testing

@Suite("Individual sessions")
struct IndividualSessionTests {
    private func individuals(_ rehearsal: Rehearsal, of client: ClientID) -> [SessionScheduled] {
        rehearsal.sessions.values.filter { $0.kind == "individual" && $0.clients == [client] }
            .sorted { $0.start < $1.start }
    }

    @Test("Each is 50 minutes with the primary clinician, in an office, on a day of a group")
    func placed() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-06T08:00")
        let session = try #require(individuals(rehearsal, of: "c-1").last)
        #expect(session.minutes == 50)
        #expect(session.clinician == "t01")
        #expect(session.room == "o1")
        #expect(session.start.description == "2026-11-09T08:00")
    }

    @Test("A phase with a slower rhythm has one every so many weeks")
    func rhythm() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.step("c-1", to: "p2")
        try rehearsal.step("c-1", to: "p3")
        try rehearsal.wait(until: "2027-01-16T08:00")
        let weeks = individuals(rehearsal, of: "c-1").map(\.week.description)
        #expect(weeks == ["2026-11-02", "2026-11-30", "2026-12-28"])
    }

    @Test("An agreed time is kept while it can be, and moves when it cannot")
    func kept() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-06T08:00")
        let agreed = try #require(individuals(rehearsal, of: "c-1").last)
        // Another client's plan, and a day that is lost for other times: no reason to move.
        try rehearsal.admit("c-2")
        try rehearsal.hear(
            CommitmentsChanged(
                client: "c-1", commitments: [WeeklyTime("tue 08:00-20:00")].compactMap(\.self)))
        #expect(individuals(rehearsal, of: "c-1").last == agreed)
        try rehearsal.hear(
            CommitmentsChanged(
                client: "c-1", commitments: [WeeklyTime("mon 08:00-09:00")].compactMap(\.self)))
        #expect(rehearsal.sessions[agreed.session] == nil)
        #expect(individuals(rehearsal, of: "c-1").last?.start.description == "2026-11-09T13:00")
    }

    @Test(
        "One that cannot be placed is a conflict of 50 minutes that names what is missing",
        arguments: [(["mon 09:00-12:00"], 1, Blocker.Kind.clinician), ([], 0, .room)])
    func impossible(hours: [String], offices: Int, kind: Blocker.Kind) throws {
        var clinic = Clinic.oneGroup
        clinic.groups[0].sessions = Array(clinic.groups[0].sessions.prefix(3))
        if !hours.isEmpty { clinic.staff = [Clinic.Staff("t01", hours: hours)] }
        if offices == 0 { clinic.rooms.removeLast() }
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-08T08:00")
        let conflicts = rehearsal.all(ConflictFound.self).filter { $0.neededMinutes == 50 }
        #expect(conflicts.count == 1)
        #expect(conflicts.first?.offeredMinutes == 0)
        #expect(conflicts.first?.blockers.map(\.kind) == [kind])
        let monday = try #require(LocalDate("2026-11-09"))
        let shortfalls = try #require(try rehearsal.ask(WeekView(week: monday))?.shortfalls)
        #expect(shortfalls.map(\.neededMinutes) == [540])
    }
}
