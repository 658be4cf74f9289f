internal import Messages

extension WeekPlanner {
    /// Names each client who is owed more hours than the week offers, and what blocks each
    /// session that is missing.
    mutating func findShortfalls() {
        for client in known.wholeWeek.sorted() {
            guard let stay = known.roster.stays[client], let owed = minutesOwed(to: stay) else {
                continue
            }
            let offered = timetable.groupMinutes[client, default: 0]
            guard offered < owed else { continue }
            conflicts.append(
                ConflictFound(
                    client: client, week: known.week, offeredMinutes: offered,
                    neededMinutes: owed, blockers: Blocker.summary(of: blockers(for: client)),
                    isIndividual: false))
        }
    }

    private func blockers(for client: ClientID) -> [Blocker] {
        guard let own = groupOfClient[client] else {
            let reasons = known.roster.wait(of: client)?.reasons ?? []
            return [Blocker(kind: .noGroup)] + gone(client) + reasons
        }
        var found = slotsOfGroup[own.id, default: []].compactMap { blocker(of: slots[$0], client) }
        for other in known.clinic.groups where other.phase == own.phase && other.id != own.id {
            if other.ages != own.ages {
                found.append(Blocker(kind: .ages, group: other.id))
            } else if !mayVisit(client, from: own, other) {
                found.append(Blocker(kind: .language, group: other.id))
            } else {
                found += slotsOfGroup[other.id, default: []]
                    .compactMap { blocker(of: slots[$0], client) }
            }
        }
        // The group itself does not meet for long enough.
        return found.isEmpty ? [Blocker(kind: .noGroup, group: own.id)] : found
    }

    /// What the client still holds on to and clinic.yaml has no more.
    private func gone(_ client: ClientID) -> [Blocker] {
        guard let stay = known.roster.stays[client] else { return [] }
        let clinic = known.clinic
        if !clinic.phases.contains(where: { $0.id == stay.phase }) {
            return [Blocker(kind: .gone, by: "phase \(stay.phase)")]
        }
        guard let seat = known.roster.seats[client],
            !clinic.groups.contains(where: { $0.id == seat.group })
        else { return [] }
        return [Blocker(kind: .gone, group: seat.group, by: "group \(seat.group)")]
    }

    /// What keeps a client out of one session; `nil` when the client is in it, or then in another.
    private func blocker(of slot: Slot, _ client: ClientID) -> Blocker? {
        let (group, at) = (slot.group.id, slot.template.at)
        func blocker(_ kind: Blocker.Kind, by: String? = nil) -> Blocker {
            Blocker(kind: kind, group: group, at: at, by: by)
        }
        switch slot.state {
        case .closed: return blocker(.closure, by: slot.date.description)
        case .cancelled: return blocker(.cancelled, by: slot.id.text)
        case .missed: return earlier(group, at, client) ?? blocker(.noGroup)
        case .begun(let index), .open(let index):
            if timetable.sessions[index].clients.contains(client) { return nil }
            // What blocked it when it began may have changed since: the word from then counts.
            if slot.openIndex == nil, let before = earlier(group, at, client) { return before }
            // Where many of a kind were counted then, this one may be among those not named.
            if slot.openIndex == nil, wasCounted(client) { return nil }
            if slot.openIndex == nil, let then = whenItBegan(slot, client) {
                return blocker(then.kind, by: then.by)
            }
            switch timetable.obstacle(for: client, at: index) {
            case .commitment(let time): return blocker(.commitment, by: time.description)
            case .doNotPair(let other): return blocker(.doNotPair, by: other.text)
            case .consent(let purpose): return blocker(.consent, by: purpose)
            case .notFor(let kind): return blocker(.notFor, by: kind.rawValue)
            case .full: return blocker(.capacity)
            case .busy: return nil
            // It began before the client had a seat; one that has not begun is not needed.
            case nil: return slot.openIndex == nil ? blocker(.noGroup) : nil
            }
        }
    }

    /// What kept a client out of a session when it began, and was changed since.
    private func whenItBegan(_ slot: Slot, _ client: ClientID) -> (kind: Blocker.Kind, by: String)?
    {
        guard let earlier = known.roster.earlier[client] else { return nil }
        let zone = known.clinic.timeZone
        if let time = earlier.commitments(at: slot.start, in: zone)?
            .first(where: { $0.overlaps(slot.template.at) })
        {
            return (.commitment, time.description)
        }
        let arrival = slot.start.minutesSince1970 / 60
        return earlier.partners(at: slot.start, in: zone).first { partner in
            timetable.sessions.contains {
                $0.arrival == arrival && $0.clients.contains(partner)
            }
        }.map { (.doNotPair, $0.text) }
    }

    private func wasCounted(_ client: ClientID) -> Bool {
        known.planned.shortfalls[client]?.blockers.contains { $0.count != nil } ?? false
    }

    private func earlier(_ group: GroupID, _ at: WeeklyTime, _ client: ClientID) -> Blocker? {
        var blocker = known.planned.shortfalls[client]?.blockers
            .first { $0.group == group && $0.at == at }
        blocker?.count = nil
        return blocker
    }
}
