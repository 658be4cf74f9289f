internal import Messages

/// The steps of a seating: each brings one rule about. Who may not stay leaves, who waits is
/// served, who still waits is told why. Members leave before anything that would make their seat
/// wrong.
extension Draft<Seating> {
    /// Makes the groups those of the configuration.
    mutating func formGroups() {
        let wanted = state.wanted(in: clinic)
        for group in state.groups.keys.sorted() where wanted[group] == nil {
            for client in state.members(of: group) {
                leave(client, because: "The group closed.")
            }
            record(GroupClosed(group: group))
        }
        for (id, group) in wanted.sorted(by: { $0.key < $1.key })
        where state.groups[id] != group {
            for (index, client) in state.members(of: id).enumerated() {
                if state.people[client]?.ages != group.ages {
                    leave(client, because: "The group is for another age now.")
                } else if index >= group.capacity {
                    leave(client, because: "The group has fewer seats now.")
                }
            }
            record(group)
        }
    }

    /// Frees the seats of those who may not stay.
    mutating func vacate() {
        for client in state.seats.keys.sorted() {
            guard let needs = state.people[client], state.stays[client] != nil else {
                leave(client, because: "The stay in the program ended.")
                continue
            }
            guard let seat = state.seats[client], let group = state.groups[seat.group] else {
                leave(client, because: "The group closed.")
                continue
            }
            if group.ages != needs.ages { leave(client, because: "The group is for another age.") }
        }
        for pair in state.forbidden {
            guard let low = state.seats[pair.low], let high = state.seats[pair.high],
                clinic.meeting(of: low.group, and: high.group) != nil
            else { continue }
            leave(
                low.number > high.number ? pair.low : pair.high,
                because: "A do-not-pair rule keeps the client out of this group.")
        }
    }

    /// Serves the waiting list in its order until nobody on it can be seated.
    ///
    /// After each seat it starts again at the top: a seat given up may be one waited for earlier.
    mutating func serve() {
        while let (client, group) = firstServed() {
            if state.seats[client] != nil {
                leave(client, because: "Moves to a group of the new phase.")
            }
            record(MemberJoined(client: client, group: group.group, phase: group.phase))
        }
    }

    /// Tells those who wait why; those who were told before only when `isNewDay`, and only news.
    mutating func announce(isNewDay: Bool) {
        let hasNewcomers = state.needy.contains {
            state.announced[$0]?.phase != state.stays[$0]?.phase
        }
        guard isNewDay || hasNewcomers else { return }
        for wait in state.waiting(in: clinic) {
            let told = state.announced[wait.client]
            let isFirst = told?.phase != wait.phase
            if isFirst || (isNewDay && wait.isNews(after: told)) { record(wait) }
        }
    }

    private func firstServed() -> (ClientID, GroupFormed)? {
        let open = Set(state.groups.values.filter(state.hasRoom).map(\.phase))
        for client in state.needy
        where state.stays[client].map({ open.contains($0.phase) }) ?? false {
            if let group = state.bestGroup(for: client, in: clinic) {
                return (client, group)
            }
        }
        return nil
    }

    private mutating func leave(_ client: ClientID, because reason: String) {
        guard let seat = state.seats[client] else { return }
        record(MemberLeft(client: client, group: seat.group, reason: reason))
    }
}

extension MemberWaitlisted {
    /// Whether a client who was told before learns something: other reasons, or a place at most
    /// half or at least twice as far back.
    ///
    /// The list shows each place as it is at any time. A step forward tells nobody when the seat
    /// comes; told to all each midnight it was a twentieth of all that a large clinic recorded.
    func isNews(after told: MemberWaitlisted?) -> Bool {
        guard let told else { return true }
        return told.phase != phase || told.reasons.map(\.uncounted) != reasons.map(\.uncounted)
            || position <= told.position / 2 || told.position * 2 <= position
    }
}
