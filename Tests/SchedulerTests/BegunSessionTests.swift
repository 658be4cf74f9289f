import Messages
import SchedulerCore
import TestKit
import Testing

/// A week that becomes short when some of its sessions have begun: the conflict names what kept the
/// client out of them when they began.
@Suite("What kept a client out of a session that has begun")
struct BegunSessionTests {
    private static let week = "2026-11-09"
    private static let afternoons = ["tue", "thu", "sat"].compactMap {
        WeeklyTime("\($0) 12:00-18:00")
    }

    /// `p1-01` meets on Monday, Wednesday and Friday, `p1-02` on the afternoons of the other days.
    private func planned(_ commitments: [String] = []) throws -> Rehearsal {
        var clinic = Clinic.oneGroup
        clinic.groups.append(.meeting("p1-02", "g2", ["tue", "thu", "sat"]))
        var rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1", commitments: commitments)
        try rehearsal.wait(until: "2026-11-06T08:00")
        return rehearsal
    }

    private func monday(_ conflict: ConflictFound?) -> Set<Blocker> {
        Set(
            conflict?.blockers.filter { $0.at?.weekday == .mon }.map {
                Blocker(kind: $0.kind, group: $0.group, by: $0.by)
            } ?? [])
    }

    @Test("A commitment of then, though the client has another one now")
    func commitment() throws {
        var rehearsal = try planned(["mon 08:00-13:00"])
        #expect(rehearsal.all(ConflictFound.self).isEmpty, "three hours as a guest make it up")
        try rehearsal.wait(until: "2026-11-10T08:00")
        try rehearsal.hear(CommitmentsChanged(client: "c-1", commitments: Self.afternoons))
        let conflict = rehearsal.all(ConflictFound.self).last { "\($0.week)" == Self.week }
        #expect(conflict?.offeredMinutes == 360)
        #expect(
            monday(conflict) == [Blocker(kind: .commitment, group: "p1-01", by: "mon 08:00-13:00")])
    }

    @Test("Somebody whom the client had not to meet then, though the rule is lifted now")
    func pairing() throws {
        var rehearsal = try planned()
        try rehearsal.admit("c-2")
        try rehearsal.hear(PairingForbidden(first: "c-2", second: "c-1", reason: "test"))
        let guest = rehearsal.groupSessions(Self.week, of: "c-2")
        #expect(guest.count == 9 && guest.allSatisfy { $0.group == "p1-02" }, "c-1 joined first")
        try rehearsal.wait(until: "2026-11-10T08:00")
        try rehearsal.hear(PairingAllowed(first: "c-2", second: "c-1", reason: "test"))
        try rehearsal.hear(CommitmentsChanged(client: "c-2", commitments: Self.afternoons))
        let conflict = rehearsal.all(ConflictFound.self).last {
            $0.client == "c-2" && "\($0.week)" == Self.week
        }
        #expect(
            monday(conflict) == [Blocker(kind: .doNotPair, group: "p1-01", by: "c-1")])
    }
}
