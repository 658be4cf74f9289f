internal import Messages

extension WeekPlanner {
    /// Seats clients who fall short of their hours in other groups of their phase.
    ///
    /// Seats that a guest was promised before are kept first, so that a new plan moves nobody
    /// without need.
    mutating func seatGuests() {
        for isKept in [true, false] {
            for client in bySeniority { seatGuest(client, onlyKept: isKept) }
        }
    }

    /// Whether a client of `own` may be a guest of `other`: the same phase, ages and language.
    ///
    /// The language is right when it is the client's own or that of the client's group.
    func mayVisit(_ client: ClientID, from own: Clinic.Group, _ other: Clinic.Group) -> Bool {
        other.id != own.id && other.phase == own.phase && other.ages == own.ages
            && (other.language == own.language
                || other.language == known.roster.persons[client]?.language)
    }

    private mutating func seatGuest(_ client: ClientID, onlyKept: Bool) {
        guard known.wholeWeek.contains(client), let stay = known.roster.stays[client],
            let owed = minutesOwed(to: stay),
            timetable.groupMinutes[client, default: 0] < owed,
            let own = groupOfClient[client]
        else { return }
        let candidates = known.clinic.groups.filter { mayVisit(client, from: own, $0) }
            .flatMap { slotsOfGroup[$0.id, default: []] }
            .filter { place in
                slots[place].openIndex != nil && (!onlyKept || isPromised(slots[place], to: client))
            }
            .sorted { (slots[$0].start, slots[$0].id) < (slots[$1].start, slots[$1].id) }
        for place in candidates where timetable.groupMinutes[client, default: 0] < owed {
            guard let index = slots[place].openIndex,
                timetable.obstacle(for: client, at: index) == nil
            else { continue }
            timetable.seat(client, at: index)
        }
    }

    private func isPromised(_ slot: Slot, to client: ClientID) -> Bool {
        known.planned.sessions[slot.id]?.clients.contains(client) ?? false
    }
}
