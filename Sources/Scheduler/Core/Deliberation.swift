internal import Messages

/// A decision in the making: each event is folded in at once, so that the next builds on it.
struct Deliberation {
    private(set) var agenda: Agenda
    private(set) var events: [any Event] = []
    let now: Moment
    let clinic: Clinic

    init(_ agenda: Agenda, in context: Context) {
        self.agenda = agenda
        now = context.now
        clinic = context.clinic
    }

    mutating func record(_ event: any Event) {
        events.append(event)
        agenda.fold(Fact(id: "draft", owner: .scheduler, event: event, time: now.utc))
    }

    /// Plans each planned week that has not ended again, and records what changes.
    ///
    /// A client who was not told of a seat or a place in the queue yet is left to the day's own
    /// check, so that a short silence of peer groups is no conflict.
    mutating func revise(isDaily: Bool = false) {
        for week in agenda.diary.open(on: now.today) { plan(week, isDaily: isDaily) }
    }

    /// Makes a week's plan and says that it is complete.
    mutating func complete(_ week: LocalDate) {
        let draft = plan(week, isDaily: true)
        record(WeekPlanned(week: week, sessions: draft.count, minutes: draft.minutes))
    }

    @discardableResult
    private mutating func plan(_ week: LocalDate, isDaily: Bool) -> WeekDraft {
        let planned = agenda.diary.weeks[week] ?? PlannedWeek()
        var planner = WeekPlanner(knowledge(of: week, planned))
        let draft = planner.plan()
        for cancelled in draft.dropped { record(cancelled) }
        for session in draft.upcoming where planned.sessions[session.session] != session {
            record(session)
        }
        for conflict in draft.conflicts {
            let last =
                conflict.isAboutIndividual
                ? planned.withoutIndividual[conflict.client] : planned.shortfalls[conflict.client]
            guard last != conflict, isDaily || isPlaced(conflict.client) else { continue }
            record(conflict)
        }
        return draft
    }

    private func isPlaced(_ client: ClientID) -> Bool {
        agenda.roster.group(of: client, in: clinic) != nil
            || agenda.roster.wait(of: client) != nil
    }

    private func knowledge(of week: LocalDate, _ planned: PlannedWeek) -> WeekPlanner.Knowledge {
        let stays = agenda.roster.stays
        return WeekPlanner.Knowledge(
            week: week, now: now.local, clinic: clinic, roster: agenda.roster,
            catalog: agenda.catalog, planned: planned,
            dueForIndividual: Set(stays.keys.filter { isIndividualDue(to: $0, in: week) }),
            wholeWeek: Set(stays.filter { now.localDate(of: $0.value.since) < week }.keys))
    }

    /// Whether a week should hold an individual session: none in the weeks before it that the
    /// phase's rhythm spans. One that could not be placed so falls due again a week later.
    private func isIndividualDue(to client: ClientID, in week: LocalDate) -> Bool {
        guard let stay = agenda.roster.stays[client],
            let phase = clinic.phases.first(where: { $0.id == stay.phase }),
            0 < phase.individualEveryWeeks
        else { return false }
        return (1..<phase.individualEveryWeeks).allSatisfy { before in
            let earlier = agenda.diary.weeks[week.advanced(by: -7 * before)]
            return !(earlier?.hasIndividual(for: client) ?? false)
        }
    }
}
