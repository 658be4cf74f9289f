import Messages
import SchedulerCore
import TestKit
import TestSupport
import Testing

@Suite("Corrections of the scheduler, command by command")
struct SchedulerCorrectionTests {
    private typealias Desk = CoreDesk<Agenda>
    private typealias Row = CommandCorrection<Agenda>

    private static let monday = Desk.start
    private static let views: [any Query] = [
        WeekView(week: monday), WeekView(week: monday.advanced(by: 7)), MissingParts(),
        Enrollments(), StaffAwayView(), CalendarView(week: monday),
    ]

    private static let rows: [Row] = [
        Row(
            ChangePhase.self,
            giving: { _ in
                ChangePhase(client: "c-1", from: "p1", to: "p2", reason: "Goes well.")
            }),
        Row(
            KeepPhase.self,
            after: {
                try $0.take(
                    RiskAlerted(
                        client: "c-1", alert: "a-1", kind: .suicideRisk, urgency: .now,
                        due: $0.context.now.utc, guidance: "Look."), from: .assessment)
            }, giving: { _ in KeepPhase(client: "c-1", phase: "p1", reason: "Stays here.") }),
        Row(
            ChangeClinician.self,
            giving: {
                let stay = try #require(try $0.view(Enrollments())?.first)
                return ChangeClinician(
                    client: "c-1", from: stay.clinician,
                    to: stay.clinician == "t01" ? "t02" : "t01", reason: "Closer.")
            }),
        Row(
            CompleteProgram.self,
            after: {
                for (from, to) in [("p1", "p2"), ("p2", "p3")] as [(PhaseID, PhaseID)] {
                    try $0.order(ChangePhase(client: "c-1", from: from, to: to, reason: "Well."))
                }
            }, giving: { _ in CompleteProgram(client: "c-1", reason: "The goals are met.") }),
        Row(
            RecordAttendance.self,
            giving: {
                RecordAttendance(
                    client: "c-1", session: try session(of: $0, begun: true), status: .noShow,
                    minutes: 0)
            }),
        Row(
            RecordSessionAttendance.self,
            giving: {
                RecordSessionAttendance(
                    session: try session(of: $0, begun: true), records: [], others: .present)
            }),
        Row(
            PlanWeek.self, refused: "is a plan, not a record",
            giving: { _ in
                PlanWeek(week: monday.advanced(by: 7))
            }),
        Row(
            CancelSession.self,
            giving: {
                CancelSession(session: try session(of: $0, begun: false), reason: "A flood.")
            }),
        Row(
            RecordAway.self,
            giving: {
                RecordAway(staff: "t01", from: $0.day(1), through: $0.day(3))
            }),
        Row(
            RecordBack.self,
            after: { try $0.order(RecordAway(staff: "t01", from: $0.day(1), through: $0.day(3))) },
            giving: { RecordBack(staff: "t01", from: $0.day(1)) }),
        Row(
            CoverSession.self,
            after: { try $0.order(RecordAway(staff: "t01", from: $0.day(1), through: $0.day(3))) },
            giving: { CoverSession(session: try session(of: $0, begun: false), clinician: "t02") }),
        Row(
            TellSession.self,
            after: { desk in
                for client in ["c-1", "c-2"] as [ClientID] {
                    try desk.take(
                        ConsentGiven(client: client, purpose: "video"), from: .assessment)
                }
                try desk.take(
                    SessionOffered(
                        offering: "hour", title: "Hour", kind: "skills", phases: ["p1"],
                        minutes: 60, perWeek: 3, consent: "video"), from: "dbt")
                try desk.take(
                    ConsentWithdrawn(client: "c-1", purpose: "video", withdrawn: monday),
                    from: .assessment)
            },
            giving: { desk in
                let lines = try desk.view(WeekView(week: monday)) ?? []
                let now = desk.context.now.local
                let changed = lines.sessions.filter { $0.therapy == "dbt" && now < $0.start }
                return TellSession(session: try #require(changed.last).session)
            }),
    ]

    /// A session of the group, in this week.
    private static func session(of desk: Desk, begun: Bool) throws -> SessionID {
        let lines = try desk.view(WeekView(week: monday)) ?? []
        let now = desk.context.now.local
        let found = lines.sessions.filter {
            $0.group == "p1-01" && ($0.start <= now) == begun && $0.clients.contains("c-1")
        }
        // Of those to come one of another day, on which somebody may be away.
        return try #require(begun ? found.first : found.last).session
    }

    @Test("Each command that the scheduler decides has a row, and each of its views is looked at")
    func whole() { #expect(Row.left(out: Self.rows, seenBy: Self.views) == []) }

    @Test("What a command recorded in error leaves no trace in any view", arguments: rows.indices)
    func each(index: Int) throws {
        var desk = Desk(as: .scheduler, clinic: .oneGroup, hour: 8)
        for client in ["c-1", "c-2"] as [ClientID] {
            try desk.take(
                ClientRegistered(
                    client: client, ages: .adult, language: "en", commitments: [], owner: "t01"),
                from: .assessment)
            try desk.take(
                PlacementConfirmed(
                    client: client, placement: PlacementID("r-\(client)"),
                    indicated: .intensiveOutpatient, placed: .intensiveOutpatient, ages: .adult),
                from: .assessment)
            try desk.take(
                MemberJoined(client: client, group: "p1-01", phase: "p1"), from: .peerGroups)
        }
        // Wednesday, once the first session has begun.
        try desk.goOn(days: 2)
        for _ in 0..<2 { try desk.strikeHour() }
        let row = Self.rows[index]
        #expect(try row.faults(at: desk, seenBy: Self.views) == [], "\(row)")
    }
}
