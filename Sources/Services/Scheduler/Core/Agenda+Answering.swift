package import Messages

extension Agenda {
    package func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        switch query {
        case let query as WeekView: return lines(of: query.week, in: context.clinic)
        case is MissingParts: return missingParts(in: context.clinic, at: context.now)
        case is Enrollments: return enrollments(at: context.now.utc)
        case let query as CalendarView: return calendar(of: query.week)
        case is StaffAwayView: return awayLines(on: context.now.today)
        default:
            throw Refusal(
                "The scheduler does not know this query.",
                remedy: "See docs/protocol.md for its queries.")
        }
    }

    private func enrollments(at now: Timestamp) -> [EnrollmentStatus] {
        roster.stays.sorted { $0.key < $1.key }.map { client, stay in
            EnrollmentStatus(
                client: client, enrollment: stay.enrollment, phase: stay.phase, since: stay.since,
                group: roster.seats[client]?.group, clinician: stay.clinician,
                review: stay.pending, reviewNotHeld: reviewNotHeld(stay, at: now))
        }
    }
}
