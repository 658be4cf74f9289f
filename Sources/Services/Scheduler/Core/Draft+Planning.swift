internal import Messages

extension Draft<Agenda> {
    /// Plans each planned week that has not ended again, and records what changes.
    ///
    /// A client who was not told of a seat or a place in the queue yet is left to the day's own
    /// check, so that a short silence of peer groups is no conflict.
    ///
    /// - Parameter missing: weeks that should have a plan by now and get one.
    mutating func revise(isDaily: Bool = false, completing missing: [LocalDate] = []) {
        for week in state.diary.open(on: now.today) where !missing.contains(week) {
            plan(week, isDaily: isDaily)
        }
        for week in missing { complete(week) }
        record(WeeksRevised(weeks: state.diary.open(on: now.today), clinic: context.clinicDigest))
    }

    /// Gives each client whose primary clinician is gone to another one, if there is one.
    mutating func giveAwayClients() {
        let able = Set(clinic.staff.filter { $0.roles.contains(.clinician) }.map(\.id))
        let left = state.roster.stays.filter { !able.contains($0.value.clinician) }
        for client in left.keys.sorted() {
            guard let stay = state.roster.stays[client],
                let next = state.roster.primaryClinician(
                    for: client, in: clinic, without: stay.clinician,
                    gone: state.duties.away.people(on: now.today))
            else { continue }
            record(
                ClinicianChanged(
                    client: client, enrollment: stay.enrollment, from: stay.clinician, to: next,
                    reason: "\(stay.clinician) is no clinician of this clinic any more."))
        }
    }

    /// Makes a week's plan and says that it is complete.
    mutating func complete(_ week: LocalDate) {
        let draft = plan(week, isDaily: true)
        record(WeekPlanned(week: week, sessions: draft.count, minutes: draft.minutes))
    }

    @discardableResult
    private mutating func plan(_ week: LocalDate, isDaily: Bool) -> WeekDraft {
        let planned = state.diary.weeks[week] ?? PlannedWeek()
        var planner = WeekPlanner(knowledge(of: week, planned))
        let draft = planner.plan()
        for cancelled in draft.dropped { record(cancelled) }
        for session in draft.upcoming where planned.sessions[session.session] != session {
            record(session)
        }
        tellUnplaced(draft.unplaced, in: planned)
        for conflict in draft.conflicts {
            let last =
                conflict.isAboutIndividual
                ? planned.withoutIndividual[conflict.client] : planned.shortfalls[conflict.client]
            guard last.map({ conflict.differs(from: $0) }) ?? true,
                isDaily || isPlaced(conflict.client) || conflict.isAboutWhatIsGone
            else { continue }
            record(conflict)
        }
        return draft
    }

    /// Tells what the plan leaves out, where that is news, and what it does not leave out any more.
    private mutating func tellUnplaced(_ found: [OfferingUnplaced], in planned: PlannedWeek) {
        let matters = Set(found.map(\.matter))
        for word in found where planned.unplaced[word.matter] != word { record(word) }
        let over = planned.unplaced.filter { !matters.contains($0.key) }
        for (_, word) in over.sorted(by: { $0.key < $1.key }) {
            var word = word
            word.hindrances = []
            record(word)
        }
    }

    private func isPlaced(_ client: ClientID) -> Bool {
        state.roster.group(of: client, in: clinic) != nil
            || state.roster.wait(of: client) != nil
    }

    private func knowledge(of week: LocalDate, _ planned: PlannedWeek) -> WeekPlanner.Knowledge {
        let stays = state.roster.stays
        return WeekPlanner.Knowledge(
            week: week, now: now.local, clinic: clinic, roster: state.roster,
            catalog: state.catalog, away: state.duties.away, planned: planned,
            dueForIndividual: dueForIndividual(in: week),
            wholeWeek: Set(stays.filter { now.localDate(of: $0.value.since) < week }.keys))
    }

    /// Whose individual session a week should hold: those without one in the weeks before it that
    /// the phase's rhythm spans. One that could not be placed so falls due again a week later.
    private func dueForIndividual(in week: LocalDate) -> Set<ClientID> {
        let rhythms = Dictionary(
            clinic.phases.map { ($0.id, $0.individualEveryWeeks) },
            uniquingKeysWith: { first, _ in first })
        let earlier = (1..<max(2, rhythms.values.max() ?? 1)).map { before in
            state.diary.weeks[week.advanced(by: -7 * before)]?.clientsWithIndividual ?? []
        }
        let due = state.roster.stays.filter { client, stay in
            // A phase that is gone has no rhythm: a conflict says so.
            guard let rhythm = rhythms[stay.phase] else { return true }
            return 0 < rhythm && !earlier.prefix(rhythm - 1).contains { $0.contains(client) }
        }
        return Set(due.keys)
    }
}
