package import Messages

extension Agenda {
    package func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        switch query {
        case let query as WeekView: return plan(of: query.week.weekStart, in: context.clinic)
        case is Enrollments: return enrollments()
        default:
            throw Refusal(
                "The scheduler does not know this query.",
                remedy: "See docs/protocol.md for its queries.")
        }
    }

    /// A week as it stands; a week without a plan has no sessions.
    private func plan(of week: LocalDate, in clinic: Clinic) -> WeekPlan {
        guard let planned = diary.weeks[week] else {
            return WeekPlan(week: week, sessions: [], shortfalls: [])
        }
        // A conflict that a later plan solved is history.
        let shortfalls = planned.shortfalls.values.filter {
            roster.stays[$0.client] != nil
                && planned.groupMinutes(of: $0.client) < $0.neededMinutes
        }
        return WeekPlan(
            week: week,
            sessions: planned.sessions.values.sorted {
                ($0.start, $0.session) < ($1.start, $1.session)
            },
            shortfalls: shortfalls.sorted { $0.client < $1.client })
    }

    private func enrollments() -> [EnrollmentStatus] {
        roster.stays.sorted { $0.key < $1.key }.map { client, stay in
            EnrollmentStatus(
                client: client, enrollment: stay.enrollment, phase: stay.phase, since: stay.since,
                group: roster.seats[client]?.group, clinician: stay.clinician,
                review: stay.pending)
        }
    }
}
