internal import Messages

extension Agenda {
    /// The duties that the state asks for now, opened, passed on and closed.
    func reconciledDuties(in context: inout Context) -> [any Event] {
        duties.reconciled(
            with: reviewDuties(in: context) + attendanceDuties(in: context)
                + coverDuties(in: context) + changeDuties(in: context), in: &context
        ) { [context] in isDone($0, in: context) ? .done : .notNeeded }
    }

    private func isDone(_ duty: OpenDuty, in context: Context) -> Bool {
        switch duty.kind {
        case .review:
            // Decided since, by keeping the phase or changing it, and not taken back.
            duty.client.flatMap { roster.stays[$0] }.map { stay in
                duty.since <= max(stay.kept ?? stay.since, stay.since)
            } ?? false
        case .coverSession:
            diary.session(SessionID(duty.about)).map { leader(of: $0) != $0.clinician } ?? true
        case .tellChange:
            // Whoever says so takes the change away; a session that begins or is undone does too.
            diary.session(SessionID(duty.about)).map { context.now.local < $0.start } ?? false
        default:
            diary.session(SessionID(duty.about)).map { session in
                session.clients.contains { diary.attendance(of: $0, at: session.session) != nil }
            } ?? false
        }
    }

    // MARK: Reviews

    /// Hours within which a sign of danger is reviewed: the limit that the clinic's work goes by.
    private static let reviewHours = 72
    /// Days within which a proposal of less care is decided. Cairn's own number.
    private static let stepDownDays = 14

    private func reviewDuties(in context: Context) -> [DutyNeed] {
        roster.stays.compactMap { client, stay in
            guard let direction = stay.pending, let since = stay.reviews[direction] else {
                return nil
            }
            let day = context.now.localDate(of: since).advanced(by: Agenda.stepDownDays)
            return DutyNeed(
                .review, client: client, about: stay.enrollment.text,
                roles: [.clinician, .clinicalSupervisor, .director], preferred: stay.clinician,
                since: since,
                term: direction == .stepDown ? .day(day) : .hours(Agenda.reviewHours),
                words: ([direction.task] + stay.reasons + proposalsBeside(stay, of: client))
                    .joined(separator: " "))
        }
    }

    // MARK: Attendance

    /// Each session that has begun is a duty of who leads it until each client is written down: by the
    /// end of the shift, and of the last session of a day the next morning.
    private func attendanceDuties(in context: Context) -> [DutyNeed] {
        let now = context.now
        let first = now.today.advanced(by: -Absence.unrecordedWithinDays)
        var hours = StaffHours(context.clinic, away: duties.away)
        let roles: [Role] = [.clinician, .caseManager]
        return diary.weeks.filter { first < $0.key.advanced(by: 7) && $0.key <= now.today }
            .values.flatMap { week in
                week.sessions.values.filter { session in
                    first <= session.start.date && session.start <= now.local
                        && week.unrecorded(in: session).contains { roster.stays[$0] != nil }
                }
            }
            .map { session in
                let (start, end) = (hours.time(of: session.start), hours.time(of: session.end))
                let isLast = hours.end(of: session.start.date, for: roles) <= end
                return DutyNeed(
                    .recordAttendance, client: session.isIndividual ? session.clients.first : nil,
                    about: session.session.text, roles: roles, preferred: leader(of: session),
                    since: start,
                    term: isLast ? .staffHours((session.minutes + 59) / 60 + 1) : .sameDay(24),
                    words: "Write down who came to \(session.session).")
            }
    }
}

extension PhaseDirection {
    /// What whoever reviews has to decide.
    fileprivate var task: String {
        switch self {
        case .stepDown: "Review whether the client can step down."
        case .stepUp: "Review whether the client needs the phase before."
        case .higherLevel: "Review whether the client needs more than this program gives."
        case .course: "Review the client's course, as a therapy proposes."
        default: "Review the client's phase."
        }
    }
}
