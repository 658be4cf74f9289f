internal import Messages

/// A draft of the seating, with the events that lead to it.
///
/// Each step brings one rule about: who may not stay leaves, who waits is served, who still waits
/// is told why. Members leave before anything that would make their seat wrong.
struct Rearrangement {
    private(set) var seating: Seating
    private(set) var events: [any Event] = []
    private let context: Context

    init(of seating: Seating, in context: Context) {
        self.seating = seating
        self.context = context
    }

    mutating func record(_ event: any Event) {
        events.append(event)
        seating.apply(
            Fact(id: "draft", owner: .peerGroups, event: event, time: context.now.utc))
    }

    /// Makes the groups those of the configuration.
    mutating func formGroups() {
        let wanted = seating.wanted(in: context.clinic)
        for group in seating.groups.keys.sorted() where wanted[group] == nil {
            for client in seating.members(of: group) {
                leave(client, because: "The group closed.")
            }
            record(GroupClosed(group: group))
        }
        for (id, group) in wanted.sorted(by: { $0.key < $1.key })
        where seating.groups[id] != group {
            for (index, client) in seating.members(of: id).enumerated() {
                if seating.people[client]?.ages != group.ages {
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
        for client in seating.seats.keys.sorted() {
            guard let person = seating.people[client], seating.stays[client] != nil else {
                leave(client, because: "The stay in the program ended.")
                continue
            }
            guard let seat = seating.seats[client], let group = seating.groups[seat.group] else {
                leave(client, because: "The group closed.")
                continue
            }
            if group.ages != person.ages { leave(client, because: "The group is for another age.") }
        }
        for pair in seating.forbidden {
            guard let low = seating.seats[pair.low], let high = seating.seats[pair.high],
                context.clinic.meeting(of: low.group, and: high.group) != nil
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
            if seating.seats[client] != nil {
                leave(client, because: "Moves to a group of the new phase.")
            }
            record(MemberJoined(client: client, group: group.group, phase: group.phase))
        }
    }

    /// Tells those who wait why; those who were told before only when `isNewDay`, and only news.
    mutating func announce(isNewDay: Bool) {
        let hasNewcomers = seating.needy.contains {
            seating.announced[$0]?.phase != seating.stays[$0]?.phase
        }
        guard isNewDay || hasNewcomers else { return }
        for wait in seating.waiting(in: context.clinic) {
            let told = seating.announced[wait.client]
            let isFirst = told?.phase != wait.phase
            if isFirst || (isNewDay && wait.isNews(after: told)) { record(wait) }
        }
    }

    private func firstServed() -> (ClientID, GroupFormed)? {
        let open = Set(seating.groups.values.filter(seating.hasRoom).map(\.phase))
        for client in seating.needy
        where seating.stays[client].map({ open.contains($0.phase) }) ?? false {
            if let group = seating.bestGroup(for: client, in: context.clinic) {
                return (client, group)
            }
        }
        return nil
    }

    private mutating func leave(_ client: ClientID, because reason: String) {
        guard let seat = seating.seats[client] else { return }
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
