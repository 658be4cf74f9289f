import Messages
import SchedulerCore
import TestKit
import Testing

@Suite("Do not pair")
struct PairingTests {
    private static let week = "2026-11-09"

    private func planned(_ clinic: Clinic) throws -> Rehearsal {
        var rehearsal = try Rehearsal(clinic)
        // The later letter joins first, so that seniority and names disagree.
        try rehearsal.admit("c-b")
        try rehearsal.admit("c-a")
        try rehearsal.wait(until: "2026-11-06T08:00")
        return rehearsal
    }

    @Test("Who joined later leaves the session and gets the hours in another group")
    func moves() throws {
        var clinic = Clinic.oneGroup
        clinic.groups.append(Clinic.Group.meeting("p1-02", "g2", ["mon", "tue", "thu"]))
        var rehearsal = try planned(clinic)
        try rehearsal.hear(PairingForbidden(first: "c-a", second: "c-b", reason: "test"))
        #expect(rehearsal.groupSessions(Self.week, of: "c-b").allSatisfy { $0.group == "p1-01" })
        let later = rehearsal.groupSessions(Self.week, of: "c-a")
        #expect(later.count == 9)
        #expect(later.allSatisfy { $0.group == "p1-02" })
        #expect(CalendarOracle(rehearsal: rehearsal).faults().isEmpty)
    }

    @Test("Without another group the conflict names whom the client must not meet")
    func conflict() throws {
        var rehearsal = try planned(.oneGroup)
        try rehearsal.hear(PairingForbidden(first: "c-a", second: "c-b", reason: "test"))
        let conflict = try #require(rehearsal.all(ConflictFound.self).last)
        #expect(conflict.client == "c-a")
        #expect(conflict.offeredMinutes == 0)
        #expect(Set(conflict.blockers.map(\.kind)) == [.doNotPair])
        #expect(conflict.blockers.first?.by == "c-b")
        try rehearsal.hear(PairingAllowed(first: "c-b", second: "c-a", reason: "test"))
        #expect(rehearsal.groupSessions(Self.week, of: "c-a").count == 9)
    }

    @Test(
        "They do not arrive within the same hour at different groups either",
        arguments: [("09:30", false), ("08:30", true), ("10:00", true)])
    func arrival(start: String, isPossible: Bool) throws {
        var clinic = Clinic.oneGroup
        clinic.groups = [
            Clinic.Group("p1-01", sessions: ["process g1 t01 mon 09:00-10:00"]),
            Clinic.Group("p1-02", sessions: ["process g2 t02 mon \(start)-12:00"]),
        ]
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1", to: "p1-01")
        try rehearsal.admit("c-2", to: "p1-02")
        try rehearsal.hear(PairingForbidden(first: "c-2", second: "c-1", reason: "test"))
        try rehearsal.wait(until: "2026-11-06T08:00")
        #expect(rehearsal.groupSessions(Self.week, of: "c-1").count == 1)
        #expect(rehearsal.groupSessions(Self.week, of: "c-2").isEmpty == !isPossible)
    }

    @Test("An individual session is not in an hour in which the other one arrives")
    func individual() throws {
        var clinic = Clinic.oneGroup
        clinic.groups = [Clinic.Group("p1-01", sessions: ["process g1 t01 mon 09:00-10:00"])]
        let mornings = WeeklyTime(
            .mon, TimeOfDay(minutes: 540), TimeOfDay(minutes: 660))
        for place in clinic.staff.indices { clinic.staff[place].hours = [mornings] }
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1")
        try rehearsal.admit("c-2", to: nil)
        try rehearsal.hear(PairingForbidden(first: "c-2", second: "c-1", reason: "test"))
        try rehearsal.wait(until: "2026-11-06T08:00")
        let individuals = rehearsal.week(Self.week).filter { $0.kind == "individual" }
        #expect(individuals.map(\.clients) == [["c-1"]])
        #expect(individuals.map(\.start.time.description) == ["10:00"])
        #expect(CalendarOracle(rehearsal: rehearsal).faults().isEmpty)
    }
}
