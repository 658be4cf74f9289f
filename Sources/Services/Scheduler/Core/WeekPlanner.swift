internal import Messages

/// Works out one week from what is known: the same knowledge always gives the same plan.
///
/// In this order, each step around what stands already: sessions that have begun stay as they
/// are; the groups' sessions are checked against closures, rooms and clinicians, and those
/// that can be held are laid out; members are seated, those who joined first before the others;
/// therapies fill sessions of their kind in which they can be held, and whom one is not for leaves;
/// clients of an intensive phase who fall short are seated as guests of another group of their
/// phase; individual sessions go where client, clinician and an office are free.
struct WeekPlanner {
    /// What the planner knows.
    struct Knowledge {
        let week: LocalDate
        let now: LocalDateTime
        let clinic: Clinic
        let roster: Roster
        let catalog: Catalog
        /// Who of the staff is away: no individual session is agreed on such a day.
        let away: DaysAway
        /// The week as planned so far.
        let planned: PlannedWeek
        /// Clients whose individual session is due this week.
        let dueForIndividual: Set<ClientID>
        /// Clients whose stay in the phase spans the whole week, and so whose hours are owed.
        let wholeWeek: Set<ClientID>
    }

    let known: Knowledge
    var timetable: Timetable
    var slots: [Slot] = []
    /// Places in ``slots``, by group.
    var slotsOfGroup: [GroupID: [Int]] = [:]
    /// Enrolled clients in the order in which they are served.
    let bySeniority: [ClientID]
    /// The group that each client sits in.
    let groupOfClient: [ClientID: Clinic.Group]
    let offices: [Clinic.Room]
    var conflicts: [ConflictFound] = []
    var unplaced: [OfferingUnplaced] = []

    init(_ known: Knowledge) {
        self.known = known
        timetable = Timetable(roster: known.roster)
        bySeniority = known.roster.bySeniority
        let pairs = bySeniority.compactMap { client in
            known.roster.group(of: client, in: known.clinic).map { (client, $0) }
        }
        groupOfClient = Dictionary(uniqueKeysWithValues: pairs)
        offices = known.clinic.rooms.filter { $0.kind == WeekPlanner.office }
            .sorted { $0.id < $1.id }
    }

    /// The finished plan.
    mutating func plan() -> WeekDraft {
        keepBegun()
        layOutGroups()
        seatMembers()
        // Where one has left, another may sit whom the first kept out.
        if fillOfferings() { seatMembers() }
        seatGuests()
        keepCovers()
        placeIndividuals()
        findShortfalls()
        return draft()
    }

    /// Group minutes a week that a client of an intensive phase is owed; none for other phases.
    ///
    /// Adults 9 hours, or more where the phase promises more; adolescents 6 (SAMHSA Advisory on
    /// TIP 47, 2021), as the clinic's policies say.
    func minutesOwed(to stay: Stay) -> Int? {
        guard stay.level == .intensiveOutpatient else { return nil }
        // A client placed at this level is owed its hours, also where the phase is gone.
        let phase = known.clinic.phases.first { $0.id == stay.phase }
        let policies = known.clinic.policies
        return stay.ages == .adolescent
            ? policies.intensiveHoursAdolescent * 60
            : max(phase?.hoursPerWeek ?? 0, policies.intensiveHoursAdult) * 60
    }

    private mutating func keepBegun() {
        let begun = known.planned.sessions.values.filter { $0.start <= known.now }
        for session in begun.sorted(by: { ($0.start, $0.session) < ($1.start, $1.session) }) {
            let index = timetable.add(session)
            guard let terms = session.offered.flatMap({ known.catalog.offerings[$0] }) else {
                continue
            }
            timetable.require(terms, at: index)
        }
    }

    /// Whoever leads a session in another's place has no time for an individual one then.
    private mutating func keepCovers() {
        for (id, clinician) in known.planned.covers {
            guard let session = known.planned.sessions[id], known.now < session.start else {
                continue
            }
            timetable.occupy(clinician, during: session.span)
        }
    }

    /// Members sit in their own group's sessions. Of two clients who must not meet, the one who
    /// joined later gives way.
    private mutating func seatMembers() {
        for client in bySeniority {
            guard let group = groupOfClient[client] else { continue }
            for place in slotsOfGroup[group.id, default: []] {
                guard let index = slots[place].openIndex,
                    timetable.obstacle(for: client, at: index) == nil
                else { continue }
                timetable.seat(client, at: index)
            }
        }
    }

    private func draft() -> WeekDraft {
        let sessions = timetable.sessions.map { session in
            var session = session
            session.clients.sort()
            return session
        }
        let upcoming = sessions.filter { known.now < $0.start }
            .sorted { ($0.start, $0.session) < ($1.start, $1.session) }
        let minutes = known.roster.stays.keys.map { ($0, timetable.groupMinutes[$0] ?? 0) }
        return WeekDraft(
            upcoming: upcoming, dropped: dropped(upcoming: Set(upcoming.map(\.session))),
            conflicts: conflicts, unplaced: unplaced, count: sessions.count,
            minutes: Dictionary(uniqueKeysWithValues: minutes))
    }

    /// Sessions that cannot be held, with the reason, once each.
    private func dropped(upcoming: Set<SessionID>) -> [SessionCancelled] {
        var reasons: [SessionID: String] = [:]
        for (id, session) in known.planned.sessions where known.now < session.start {
            reasons[id] =
                session.isIndividual
                ? "The individual session is no longer possible at this time."
                : "It is no longer in the clinic's timetable."
        }
        for slot in slots {
            switch slot.state {
            case .closed where reasons[slot.id] != nil:
                reasons[slot.id] = "The clinic is closed on that day."
            case .cancelled(let reason): reasons[slot.id] = reason
            default: break
            }
        }
        return reasons.filter {
            !upcoming.contains($0.key) && known.planned.cancelled[$0.key] == nil
        }
        .sorted { $0.key < $1.key }
        .map { SessionCancelled(session: $0.key, reason: $0.value, cause: .plan) }
    }
}

/// A week as it should be from now on.
struct WeekDraft {
    /// Sessions that have not begun, in order.
    var upcoming: [SessionScheduled]
    var dropped: [SessionCancelled]
    var conflicts: [ConflictFound]
    /// What groups, or some of their clients, are planned without.
    var unplaced: [OfferingUnplaced]
    /// All sessions of the week, begun or not.
    var count: Int
    /// Group minutes offered to each enrolled client.
    var minutes: [ClientID: Int]
}
