internal import ClinicClient
internal import Messages

/// A week as a director looks at it: what takes place, who gets too little, what is open, whom to
/// call. Clients are counted, and named only with a reason.
struct WeekReport {
    let today: LocalDate
    /// The hours a week that the first phase offers.
    let fullHours: Int
    let now: Timestamp
    /// The clinic's time zone.
    let timeZone: String
    /// The week's Monday.
    let week: LocalDate
    /// `nil` where nobody told.
    let plan: [WeekLine]?
    let alerts: [OpenAlert]?
    var contacts: [NextContact]?
    /// Everybody's duties.
    var duties: [DutyLine]?
    /// How the sessions stand of which nobody has written down who came.
    var unrecorded: UnrecordedSessions?
    /// What no clinician has closed, and how many alerts a day the clinic bears.
    var concerns: [OpenConcern]?
    var burden: AlertCounts?
    /// What clients practise; `nil` where nobody told.
    var practices: [PracticeLine]?
    /// How often levels are overridden; `nil` where the person may not see it, or nobody told.
    var overrides: OverrideSummary?
    /// Those for whom nothing comes next; `nil` where it is not known who is in care.
    var lost: [ClientID]?
    /// Who is in treatment, and how each one's review stands; `nil` where nobody told.
    var stays: [EnrollmentStatus]?
    /// Why the person may not see what one of them would tell.
    var withheld: [Identity: String] = [:]
    var isRevealing = false
    /// Whether a person advances the clock.
    var isRehearsal = false

    var lines: [String] {
        sections.flatMap { title, lines in [title] + lines.map { "  \($0)" } + [""] }.dropLast()
    }

    private var sections: [(String, [String])] {
        [
            ("Week of \(week)", sessionLines),
            shortfallSection, individualSection, alertSection, concernSection, dutySection,
            contactSection,
            lostSection,
        ]
            + [notHeldSection, unplacedSection, practiceSection, overrideSection]
            .compactMap(\.self)
    }

    private var sessionLines: [String] {
        guard let plan else {
            return [withheld[.scheduler] ?? "Unknown: the scheduler does not answer."]
        }
        guard !plan.sessions.isEmpty else { return emptyWeek }
        return days(of: plan.sessions).flatMap { sessions in
            let date = sessions[0].start.date
            let groups = sessions.filter { $0.group != nil }
            let seats = Set(sessions.flatMap(\.clients)).count
            let title =
                "\(date.weekday) \(date): group sessions \(groups.count), individual"
                + " \(sessions.count - groups.count), clients \(seats)"
            return [title] + Columns(groups.map(row)).lines.map { "  \($0)" }
        }
    }

    /// The sessions of each day, in the order in which the scheduler gives them.
    private func days(of sessions: [SessionScheduled]) -> [[SessionScheduled]] {
        sessions.reduce(into: []) { days, session in
            if days.last?.last?.start.date == session.start.date {
                days[days.count - 1].append(session)
            } else {
                days.append([session])
            }
        }
    }

    /// Whether the week may still get its plan: nothing of one was told.
    private var isUnplanned: Bool {
        guard let plan, week.advanced(by: 6) >= today else { return false }
        return plan.sessions.isEmpty && plan.shortfalls.isEmpty && plan.withoutIndividual.isEmpty
    }

    /// Why a week has no sessions, and what brings them.
    private var emptyWeek: [String] {
        guard isUnplanned else { return ["Nothing is planned."] }
        let friday = week.advanced(by: -3)
        let now = "Plan it now: cairn session plan \(week) --as STAFF"
        guard today >= friday else {
            return [
                "Nothing is planned yet: it is planned from \(friday.weekday) \(friday) on.", now,
            ]
        }
        return [
            "Nothing is planned yet: what is left of it is planned when the next day begins.", now,
        ]
            + (isRehearsal ? ["Or go on to the next day: cairn advance-clock --hours 24"] : [])
    }

    private func row(_ session: SessionScheduled) -> [String] {
        [
            "\(session.start.time)-\(session.end.time)", session.group?.text ?? "",
            session.therapy.map { "\(session.kind) (\($0))" } ?? session.kind,
            session.clinician.text, session.room.text,
            "\(session.clients.count) of \(session.capacity)",
        ]
    }

    private var shortfallSection: (String, [String]) {
        let limit = "under \(fullHours) hours in the first phase"
        guard let plan else {
            return ("Who is \(limit): \(withheld[.scheduler] == nil ? "unknown" : "not shown")", [])
        }
        guard !isUnplanned else { return ("Who is \(limit): unknown until it is planned", []) }
        let short = plan.shortfalls
        guard !short.isEmpty else { return ("Nobody is \(limit)", []) }
        let title =
            short.count == 1 ? "1 client is \(limit)" : "\(short.count) clients are \(limit)"
        guard isRevealing else { return (title, []) }
        return (
            title,
            short.map { conflict in
                let blockers = Set(conflict.blockers.map(\.kind.rawValue)).sorted()
                return "\(conflict.client): \(hours(conflict.offeredMinutes)) of"
                    + " \(hours(conflict.neededMinutes)) hours; \(blockers.joined(separator: ", "))"
            }
        )
    }

    private var individualSection: (String, [String]) {
        guard let plan else {
            let why = withheld[.scheduler] == nil ? "unknown" : "not shown"
            return ("Who has no individual session: \(why)", [])
        }
        guard !isUnplanned else {
            return ("Who has no individual session: unknown until it is planned", [])
        }
        let alone = plan.withoutIndividual
        guard !alone.isEmpty else { return ("Everyone has the individual sessions due", []) }
        let title =
            alone.count == 1
            ? "1 client has no individual session that is due"
            : "\(alone.count) clients have no individual session that is due"
        guard isRevealing else { return (title, []) }
        return (
            title,
            alone.map { conflict in
                let blockers = conflict.blockers.map { blocker in
                    blocker.by.map { "\(blocker.kind.rawValue) (\($0))" } ?? blocker.kind.rawValue
                }
                return "\(conflict.client): \(blockers.joined(separator: ", "))"
            }
        )
    }

    private var alertSection: (String, [String]) {
        guard let alerts else {
            let why = withheld[.assessment] ?? "unknown, assessment does not answer"
            return ("Open alerts: \(why)", [])
        }
        guard !alerts.isEmpty else { return ("No open alerts", []) }
        let view = AlertLines(now: now, timeZone: timeZone, isRevealing: isRevealing)
        let late = alerts.count { $0.isLate(at: view.now) }
        return ("Open alerts: \(alerts.count), \(late) late", Columns(view.rows(alerts)).lines)
    }

    private var concernSection: (String, [String]) {
        guard let concerns else {
            let why = withheld[.ledger] ?? "unknown, the ledger does not answer"
            return ("Open concerns: \(why)", [])
        }
        let title = concerns.isEmpty ? "No open concerns" : ConcernLines.title(concerns)
        let view = ConcernLines(timeZone: timeZone, isRevealing: isRevealing)
        let rows = concerns.isEmpty ? [] : Columns(view.rows(concerns)).lines
        return (title, rows + [burden?.sentence].compactMap(\.self))
    }

    private var dutySection: (String, [String]) {
        guard let duties else {
            return ("Duties: \(withheld[.ledger] ?? "unknown, the ledger does not answer")", [])
        }
        let tally = DutyTally(duties, now: now)
        let longest = tally.longest.map { line in
            "the longest by \(tally.lateness(of: line.duty)), now with"
                + " \(line.duty.person?.text ?? "nobody")"
        }
        return (
            tally.title, [longest].compactMap(\.self) + (unrecorded?.lines.map(\.text) ?? [])
        )
    }

    /// Nothing where all that therapies offer is planned.
    private var unplacedSection: (String, [String])? {
        guard let plan, !isUnplanned else { return nil }
        let lines = UnplacedLines(plan.unplaced).ofWeek(isRevealing: isRevealing)
        return lines.isEmpty ? nil : ("What therapies offer and the plan does not have", lines)
    }

    /// Nothing where no therapy gives any.
    private var practiceSection: (String, [String])? {
        practices.flatMap { PracticeLines($0, on: today).title(ofWeek: week) }.map { ($0, []) }
    }

    private var overrideSection: (String, [String])? {
        guard let overrides else { return nil }
        let alarms = overrides.raters.count { $0.alarm != nil }
        let limits = "\(overrides.leastPercent) to \(overrides.mostPercent) %"
        guard alarms > 0 else { return ("Override rates: nobody's is outside \(limits)", []) }
        let who = alarms == 1 ? "1 person's is" : "\(alarms) people's are"
        return ("OVERRIDE RATES: \(who) outside \(limits), see `cairn overrides`", [])
    }

    /// Nothing where each review that is due can be held.
    private var notHeldSection: (String, [String])? {
        let found = (stays ?? []).compactMap { stay in
            stay.reviewNotHeld.map { "\(stay.client): \($0.printable(upTo: 200))" }
        }
        guard !found.isEmpty else { return nil }
        let what = found.count == 1 ? "1 review" : "\(found.count) reviews"
        return ("\(what) could not be held", isRevealing ? found : [])
    }

    /// Nobody may be without a next step, and who is must be seen.
    private var lostSection: (String, [String]) {
        guard let lost else { return ("Who has no next step: unknown", []) }
        guard !lost.isEmpty else {
            return ("Everyone has a next step: a duty, session or call", [])
        }
        let title =
            lost.count == 1
            ? "1 CLIENT HAS NO NEXT STEP: no duty, no session, no call"
            : "\(lost.count) CLIENTS HAVE NO NEXT STEP: no duty, no session, no call"
        return (title, isRevealing ? lost.map(\.text) : [])
    }

    private var contactSection: (String, [String]) {
        guard let contacts else {
            let why = withheld[.aftercare] ?? "unknown, aftercare does not answer"
            return ("Next contacts: \(why)", [])
        }
        let due = contacts.filter { $0.due <= today }
        let week = contacts.count { $0.due <= today.weekStart.advanced(by: 6) }
        let title =
            "Next contacts: \(contacts.count) people, \(due.count) due now, \(week) this week"
        let gap = ContactGap(contacts, today: today, timeZone: timeZone)
        guard !isRevealing else {
            return (title, gap.lines(isRevealing: true) + Columns(contacts.map(row)).lines)
        }
        let owners = Dictionary(grouping: contacts, by: \.owner).sorted { $0.key < $1.key }
        return (
            title,
            gap.lines(isRevealing: false)
                + Columns(
                    owners.map { owner, all in
                        [owner.text, "\(all.count)", "\(all.count { $0.due <= today }) due now"]
                    }
                ).lines
        )
    }

    private func row(_ contact: NextContact) -> [String] {
        [
            contact.due.description, contact.client.text, contact.situation.rawValue,
            contact.owner.text, contact.rung > 0 ? "missed, step \(contact.rung)" : "",
            ContactGap.days(of: contact, on: today, in: timeZone).map {
                "not reached for \($0)"
            } ?? "",
        ]
    }

    private func hours(_ minutes: Int) -> String {
        TimeOfDay(minutes: minutes).description
    }
}
