import Messages
import PeerGroupsCore
import TestKit

/// A seating with its history.
typealias Desk = CoreDesk<Seating>

extension CoreDesk<Seating> {
    /// Adult groups in two phases, one of them Spanish, and one group of adolescents.
    ///
    /// `p1-a` and `p1-c` begin within one hour; `p1-b` is in the evening. It is midnight.
    init() {
        self.init(
            as: .peerGroups,
            clinic: .example(
                phases: [.intensive, .stepDown],
                rooms: [.group("g1", seats: 3), .group("g2", seats: 16)],
                staff: [Clinic.Staff("t01")],
                groups: [
                    Clinic.Group("p1-a", sessions: ["process g1 t01 mon 09:00-12:00"]),
                    Clinic.Group(
                        "p1-b", capacity: 2, sessions: ["process g2 t01 mon 18:00-21:00"]),
                    Clinic.Group(
                        "p1-c", language: "es", sessions: ["process g2 t01 mon 09:30-12:00"]),
                    Clinic.Group(
                        "p1-y", ages: .adolescent, capacity: 2,
                        sessions: ["process g2 t01 tue 16:00-18:00"]),
                    Clinic.Group(
                        "p2-a", phase: "p2", capacity: 1,
                        sessions: ["skills g2 t01 wed 09:00-11:00"]),
                ]))
    }

    /// Strikes the hours up to and with the next midnight.
    @discardableResult
    mutating func strikeDay() throws -> [any Event] {
        var events: [any Event] = []
        repeat { events += try strikeHour() } while hour % 24 != 0
        return events
    }

    /// Who sits where, who waits, and who must not meet.
    struct Seats {
        var members: [GroupID: [ClientID]]
        var waiting: [MemberWaitlisted]
        var apart: [KeptApart]
    }

    func roster() throws -> Seats? {
        try view(Memberships()).map { lines in
            let groups = lines.compactMap { line in line.group.map { ($0, line.members) } }
            return Seats(
                members: Dictionary(uniqueKeysWithValues: groups),
                waiting: lines.compactMap(\.waiting), apart: lines.compactMap(\.apart))
        }
    }

    /// The rule that keeps two clients apart, or none's id.
    func rule(_ first: ClientID, _ second: ClientID) throws -> MessageID {
        let pair: Set<ClientID> = [first, second]
        return try roster()?.apart.first { [$0.first, $0.second] == pair }?.rule ?? "none"
    }

    /// Ends the rule that keeps two clients apart.
    @discardableResult
    mutating func allow(_ first: ClientID, _ second: ClientID) throws -> [any Event] {
        try order(
            AllowPairing(
                first: first, second: second, rule: rule(first, second), reason: "Lifted."))
    }

    mutating func register(
        _ client: ClientID, ages: AgeBand = .adult, language: String = "en",
        commitments: [WeeklyTime] = []
    ) throws {
        try take(
            ClientRegistered(
                client: client, ages: ages, language: language, commitments: commitments,
                owner: "t01"), from: .assessment)
    }

    @discardableResult
    mutating func enroll(_ client: ClientID, in phase: PhaseID = "p1") throws -> [any Event] {
        try take(
            EnrollmentOpened(
                client: client, enrollment: Desk.enrollment(of: client), phase: phase,
                level: .intensiveOutpatient, ages: .adult, clinician: "t01"))
    }

    @discardableResult
    mutating func close(_ client: ClientID) throws -> [any Event] {
        try take(
            EnrollmentClosed(
                client: client, enrollment: Desk.enrollment(of: client), outcome: .completed,
                reason: "Done."))
    }

    @discardableResult
    mutating func change(_ client: ClientID, from: PhaseID, to: PhaseID) throws -> [any Event] {
        try take(
            PhaseChanged(
                client: client, enrollment: Desk.enrollment(of: client), from: from, to: to,
                direction: .stepDown, level: .outpatient, reason: "Review."))
    }

    static func enrollment(of client: ClientID) -> EnrollmentID { EnrollmentID("e-\(client)") }
}
