internal import ClinicClient
internal import Messages

extension WeekReport {
    /// The week as a program reads it, masked as the text is: docs/operating/json.md. What nobody told
    /// is left out.
    struct Page: Encodable {
        var week: LocalDate
        var today: LocalDate
        var sessions: [Session]?
        var underHours: Clients?
        var withoutIndividual: Clients?
        var alerts: AlertsPage?
        var concerns: ConcernCount?
        var duties: Duties?
        var contacts: Contacts?
        var withoutNextStep: Clients?
        var reviewsNotHeld: Clients?
        var overrideAlarms: Int?
        /// Why the person may not see what a service would tell, by its name.
        var withheld: [String: String]
    }

    /// A session on the calendar.
    struct Session: Encodable {
        var session: SessionID
        var start: LocalDateTime
        var end: LocalDateTime
        var kind: String
        /// The peer group; left out for an individual session.
        var group: GroupID?
        /// The therapy that offers it; left out where none does.
        var therapy: String?
        var clinician: StaffID
        var room: RoomID
        /// How many are on its list.
        var clients: Int
        var capacity: Int
    }

    /// Some clients: how many, and for a reason which.
    struct Clients: Encodable {
        var count: Int
        /// Left out without a reason.
        var clients: [ClientID]?
    }

    /// How the duties stand.
    struct Duties: Encodable {
        var open: Int
        var late: Int
        /// Full hours for which the one is late that is late for longest; 0 where none is.
        var longestLateHours: Int
        /// Sessions of an earlier day that nobody has written down.
        var sessionsNotWrittenDown: Int
    }

    /// Whom the clinic keeps in touch with.
    struct Contacts: Encodable {
        var people: Int
        var dueNow: Int
        var dueThisWeek: Int
        /// Days for which the one was not reached who was not for the longest; left out where nobody
        /// was reached yet.
        var longestGapDays: Int?
        /// How many nobody has tried for more than a week after the plan.
        var notTried: Int
    }

    /// What the lines say.
    var page: Page {
        Page(
            week: week, today: today, sessions: plan?.sessions.map(session),
            underHours: plan.map { clients($0.shortfalls.map(\.client)) },
            withoutIndividual: plan.map { clients($0.withoutIndividual.map(\.client)) },
            alerts: alerts.map {
                AlertsPage(
                    $0, concerns: concerns, burden: burden,
                    as: AlertLines(now: now, timeZone: timeZone, isRevealing: isRevealing))
            },
            concerns: concerns.map(ConcernCount.init), duties: duties.map(duties),
            contacts: contacts.map(contacts), withoutNextStep: lost.map(clients),
            reviewsNotHeld: stays.map { all in
                clients(all.filter { $0.reviewNotHeld != nil }.map(\.client))
            },
            overrideAlarms: overrides?.raters.count { $0.alarm != nil },
            withheld: Dictionary(
                withheld.map { ($0.key.text, $0.value) }, uniquingKeysWith: { first, _ in first }))
    }

    private func clients(_ ids: [ClientID]) -> Clients {
        Clients(count: ids.count, clients: isRevealing ? ids.sorted() : nil)
    }

    private func session(_ session: SessionScheduled) -> Session {
        Session(
            session: session.session, start: session.start, end: session.end, kind: session.kind,
            group: session.group, therapy: session.therapy?.text, clinician: session.clinician,
            room: session.room, clients: session.clients.count, capacity: session.capacity)
    }

    private func duties(_ lines: [DutyLine]) -> Duties {
        let tally = DutyTally(lines, now: now)
        return Duties(
            open: lines.count, late: tally.late.count,
            longestLateHours: tally.longest.map { now.hours(since: $0.duty.firstDue) } ?? 0,
            sessionsNotWrittenDown: unrecorded?.missed.count ?? 0)
    }

    private func contacts(_ all: [NextContact]) -> Contacts {
        let gap = ContactGap(all, today: today, timeZone: timeZone)
        return Contacts(
            people: all.count, dueNow: all.count { $0.due <= today },
            dueThisWeek: all.count { $0.due <= today.weekStart.advanced(by: 6) },
            longestGapDays: gap.longest?.days, notTried: gap.abandoned.count)
    }
}
