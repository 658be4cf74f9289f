internal import Messages

extension WeekPlanner {
    /// Gives sessions to therapies, and notes of each offering that a group is planned without, or
    /// some of its clients, why.
    ///
    /// - Returns: whether somebody has left a session that a therapy took.
    mutating func fillOfferings() -> Bool {
        guard !known.catalog.offerings.isEmpty else { return false }
        let judge = OfferingJudge(known, timetable)
        let assigned = TherapyRota(known, judge).assignment(to: slots)
        var hasLeft = false
        for slot in slots {
            guard let index = slot.openIndex, let offered = assigned[slot.id],
                let terms = known.catalog.offerings[offered]
            else { continue }
            let before = timetable.sessions[index].clients.count
            timetable.offer(offered, on: terms, at: index)
            if timetable.sessions[index].clients.count < before { hasLeft = true }
        }
        findUnplaced(judge)
        return hasLeft
    }

    /// Looks at each offering for each group of its phases.
    private mutating func findUnplaced(_ judge: OfferingJudge) {
        var held: [String: [Int]] = [:]
        for (index, session) in timetable.sessions.enumerated() {
            guard let group = session.group, let offered = session.offered else { continue }
            held[OfferingUnplaced.matter(of: offered, group), default: []].append(index)
        }
        let members = Dictionary(grouping: groupOfClient.keys) { groupOfClient[$0]?.id }
        let offers = known.catalog.offerings.sorted { $0.key < $1.key }
        for group in known.clinic.groups {
            for (offered, offer) in offers where offer.phases.contains(group.phase) {
                let sessions = held[OfferingUnplaced.matter(of: offered, group.id)] ?? []
                let hindrances =
                    stop(of: offered)
                    ?? (sessions.isEmpty
                        ? whyNot(offered, offer, in: group, judge)
                        : whoNot(offer, at: sessions, of: members[group.id] ?? [], in: group, judge)
                            + whyNoMore(offered, offer, than: sessions.count, in: group, judge))
                guard !hindrances.isEmpty else { continue }
                unplaced.append(
                    OfferingUnplaced(
                        week: known.week, therapy: offered.therapy, offering: offered.offering,
                        group: group.id, sessions: sessions.count, hindrances: hindrances))
            }
        }
    }

    /// That a therapy does not run, or did not; `nil` for one that does.
    private func stop(of offered: OfferedSession) -> [Hindrance]? {
        if known.planned.lost.contains(offered) { return [.lost] }
        return known.catalog.stopped.contains(offered.therapy) ? [.stopped] : nil
    }

    /// Why a group has fewer sessions of an offering than it offers, though there are sessions of its
    /// kind; that others have them is no reason.
    private func whyNoMore(
        _ offered: OfferedSession, _ offer: SessionOffered, than count: Int,
        in group: Clinic.Group, _ judge: OfferingJudge
    ) -> [Hindrance] {
        guard count < offer.perWeek else { return [] }
        let others = slotsOfGroup[group.id, default: []].map { slots[$0] }.filter { slot in
            slot.template.kind == offer.kind && offer.minutes <= slot.template.at.minutes
                && slot.openIndex.map { timetable.sessions[$0].offered != offered } ?? false
        }
        // Whom it is not for is said of the sessions that are held.
        return Hindrance.merged(others.flatMap { judge.hindrances(of: offer, in: $0) })
            .filter { $0.clients == nil }
    }

    /// Why a group has no session of an offering.
    private func whyNot(
        _ offered: OfferedSession, _ offer: SessionOffered, in group: Clinic.Group,
        _ judge: OfferingJudge
    ) -> [Hindrance] {
        let ofKind = slotsOfGroup[group.id, default: []].map { slots[$0] }
            .filter { $0.template.kind == offer.kind }
        guard !ofKind.isEmpty else { return [.noSession(of: offer.kind)] }
        let longEnough = ofKind.filter { offer.minutes <= $0.template.at.minutes }
        guard !longEnough.isEmpty else { return [.minutes(offer.minutes)] }
        let open = longEnough.filter { $0.openIndex != nil }
        guard !open.isEmpty else {
            // What was said while there were sessions is still why it was not in them.
            let earlier = known.planned.unplaced[OfferingUnplaced.matter(of: offered, group.id)]
            return earlier.flatMap { $0.sessions == 0 ? $0.hindrances : nil }
                ?? [.noneLeft(of: offer.kind)]
        }
        let found = open.map { judge.hindrances(of: offer, in: $0) }
        return found.contains([]) ? [.turn] : Hindrance.merged(found.flatMap(\.self))
    }

    /// Who may not come to the sessions that a group has of an offering: members, and guests who were
    /// in them.
    private func whoNot(
        _ offer: SessionOffered, at sessions: [Int], of members: [ClientID],
        in group: Clinic.Group, _ judge: OfferingJudge
    ) -> [Hindrance] {
        let open = sessions.map { timetable.sessions[$0] }.filter { known.now < $0.start }
        return Hindrance.merged(
            open.flatMap { session in
                let were =
                    (known.planned.sessions[session.session]?.clients ?? [])
                    + (known.planned.changes[session.session]?.left ?? [])
                let guests = were.filter { groupOfClient[$0]?.phase == group.phase }
                return judge.barred(
                    Set(members + guests).sorted(), from: offer, on: session.start.date)
            })
    }
}

extension Hindrance {
    /// One of each rule and of what it asks for, with whomever any of them keeps out.
    fileprivate static func merged(_ all: [Hindrance]) -> [Hindrance] {
        all.reduce(into: []) { found, next in
            guard
                let place = found.firstIndex(where: {
                    $0.kind == next.kind && $0.needed == next.needed
                })
            else { return found.append(next) }
            guard let clients = next.clients else { return }
            found[place].clients = Set(clients).union(found[place].clients ?? []).sorted()
        }
    }
}
