internal import Messages

// Whoever a change of a planned session concerns is told of it by a person.

extension Agenda {
    /// Staff hours until whoever a change concerns is told of it: of a session of today or tomorrow,
    /// and of a later one. Cairn's own numbers, as those of a session without a leader.
    private static let hoursToTell = (soon: 1, later: 8)

    /// What keeps a session from a therapy, or a client from a session, so that somebody has to be
    /// told: what follows from the therapy itself is told by its own state.
    private static let kindsToTell: Set<Hindrance.Kind> = [
        .tooFew, .tooMany, .mostStayAway, .credential, .room, .consent, .notFor,
    ]

    /// Each session to come that has lost its therapy to a rule, and each client who had to leave a
    /// therapy's session, is a duty until it is told, undone, or the session begins.
    func changeDuties(in context: Context) -> [DutyNeed] {
        let now = context.now
        return diary.open(on: now.today).flatMap { monday -> [DutyNeed] in
            guard let week = diary.weeks[monday] else { return [] }
            return week.changes.flatMap { id, change -> [DutyNeed] in
                guard let session = week.sessions[id], let group = session.group,
                    now.local < session.start
                else { return [] }
                let tomorrow = now.today.advanced(by: 1)
                let term: DutyTerm =
                    session.start.date <= tomorrow
                    ? .sameDay(Agenda.hoursToTell.soon) : .staffHours(Agenda.hoursToTell.later)
                return toldOfLoss(of: session, in: group, change, week, term)
                    + toldToLeave(session, in: group, change, week, term)
            }
        }
    }

    /// What is recorded of a person's word that those have been told whom a change concerns.
    func tell(_ command: TellSession, at now: Moment) throws -> SessionTold {
        let session = try known(command.session)
        guard now.local < session.start else {
            throw Refusal(
                "The session has begun.", remedy: "Nothing needs to be done: record who came.")
        }
        guard session.session.week.flatMap({ diary.weeks[$0]?.changes[session.session] }) != nil
        else {
            throw Refusal(
                "Nothing of this session has changed that nobody was told of.",
                remedy: "Nothing needs to be done.")
        }
        return SessionTold(session: session.session)
    }

    private func toldOfLoss(
        of session: SessionScheduled, in group: GroupID, _ change: SessionChange,
        _ week: PlannedWeek, _ term: DutyTerm
    ) -> [DutyNeed] {
        guard let lost = change.lost,
            let rules = rules(against: lost, in: group, week), !rules.isEmpty
        else { return [] }
        return [
            DutyNeed(
                .tellChange, client: nil, about: session.session.text,
                roles: [.clinician, .caseManager], preferred: leader(of: session),
                since: change.since, term: term,
                words: "\(session.session) takes place without \(lost.therapy) (\(rules)): tell "
                    + "its clients. `cairn week` says what would change it.")
        ]
    }

    private func toldToLeave(
        _ session: SessionScheduled, in group: GroupID, _ change: SessionChange,
        _ week: PlannedWeek, _ term: DutyTerm
    ) -> [DutyNeed] {
        guard let offered = session.offered,
            let word = week.unplaced[OfferingUnplaced.matter(of: offered, group)]
        else { return [] }
        return change.left.compactMap { client in
            guard let stay = roster.stays[client],
                let bar = word.hindrances.first(where: {
                    $0.clients?.contains(client) ?? false
                })
            else { return nil }
            return DutyNeed(
                .tellChange, client: client, about: session.session.text,
                roles: [.clinician, .caseManager], preferred: stay.clinician,
                since: change.since, term: term,
                words: "The client is not in \(session.session) any more. \(bar.reason) Tell the "
                    + "client, and find another hour. \(bar.remedy)")
        }
    }

    /// The rules that keep an offering from a group, as words; `nil` where nothing is known to.
    private func rules(against offered: OfferedSession, in group: GroupID, _ week: PlannedWeek)
        -> String?
    {
        week.unplaced[OfferingUnplaced.matter(of: offered, group)].map { word in
            word.hindrances.map(\.kind).filter(Agenda.kindsToTell.contains).map(\.rawValue)
                .joined(separator: ", ")
        }
    }
}
