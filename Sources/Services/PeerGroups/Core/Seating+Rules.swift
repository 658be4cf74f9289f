internal import Messages

/// The hard rules of a seat, and which seat is the best of those that they leave.
extension Seating {
    /// Those who must not meet, in order.
    var forbidden: [Pair] { rules.keys.sorted() }

    /// The groups as `clinic.yaml` has them.
    func wanted(in clinic: Clinic) -> [GroupID: GroupFormed] {
        Dictionary(
            clinic.groups.map { ($0.id, clinic.formed($0)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Who sits in a group, in the order in which they joined.
    func members(of group: GroupID) -> [ClientID] {
        seats.filter { $0.value.group == group }
            .sorted { $0.value.number < $1.value.number }.map(\.key)
    }

    /// How many sit in a group.
    func size(of group: GroupID) -> Int { sizes[group] ?? 0 }

    func hasRoom(_ group: GroupFormed) -> Bool { size(of: group.group) < group.capacity }

    /// What each client who waits would be told now, in the order in which they are served.
    func waiting(in clinic: Clinic) -> [MemberWaitlisted] {
        var positions: [PhaseID: Int] = [:]
        return needy.compactMap { client in
            guard let stay = stays[client] else { return nil }
            positions[stay.phase, default: 0] += 1
            return MemberWaitlisted(
                client: client, phase: stay.phase,
                reasons: Blocker.summary(of: blockers(of: client, in: clinic)),
                position: positions[stay.phase] ?? 1)
        }
    }

    /// Those who need a seat in their phase, first come first served.
    var needy: [ClientID] {
        stays.filter { client, stay in
            guard people[client] != nil else { return false }
            guard let seat = seats[client] else { return true }
            return groups[seat.group]?.phase != stay.phase
        }
        .sorted { ($0.value.since, $0.key) < ($1.value.since, $1.key) }.map(\.key)
    }

    /// The groups of a phase, by id.
    func groups(of phase: PhaseID) -> [GroupFormed] {
        groups.values.filter { $0.phase == phase }.sorted { $0.group < $1.group }
    }

    /// The seat that a client should have now, if the hard rules leave one.
    ///
    /// Of several the one whose sessions meet the fewest commitments, then with the most free
    /// seats, then the first by id.
    func bestGroup(for client: ClientID, in clinic: Clinic) -> GroupFormed? {
        guard let needs = people[client], let stay = stays[client] else { return nil }
        return groups(of: stay.phase)
            .filter { blocker(of: client, in: $0, clinic: clinic) == nil }
            .min { left, right in
                let conflicts = (
                    clinic.conflicts(of: left.group, with: needs.commitments),
                    clinic.conflicts(of: right.group, with: needs.commitments)
                )
                guard conflicts.0 == conflicts.1 else { return conflicts.0 < conflicts.1 }
                let free = (
                    left.capacity - size(of: left.group), right.capacity - size(of: right.group)
                )
                return free.0 == free.1 ? left.group < right.group : free.0 > free.1
            }
    }

    /// Why a client cannot sit in any group of the phase: one reason for each.
    func blockers(of client: ClientID, in clinic: Clinic) -> [Blocker] {
        guard let stay = stays[client] else { return [] }
        let candidates = groups(of: stay.phase)
        guard !candidates.isEmpty else { return [Blocker(kind: .noGroup)] }
        return candidates.compactMap { blocker(of: client, in: $0, clinic: clinic) }
    }

    /// The first hard rule that keeps a client out of a group.
    func blocker(of client: ClientID, in group: GroupFormed, clinic: Clinic) -> Blocker? {
        guard let needs = people[client] else { return nil }
        guard group.ages == needs.ages else {
            return Blocker(kind: .ages, group: group.group, by: group.ages.rawValue)
        }
        guard group.language == needs.language || !isOffered(needs, in: group.phase) else {
            return Blocker(kind: .language, group: group.group, by: group.language)
        }
        for pair in forbidden.filter({ $0.partner(of: client) != nil }) {
            guard let partner = pair.partner(of: client), let seat = seats[partner],
                let meeting = clinic.meeting(of: group.group, and: seat.group)
            else { continue }
            return Blocker(
                kind: .doNotPair, group: group.group, at: meeting.time, by: partner.text)
        }
        guard hasRoom(group) else {
            return Blocker(kind: .capacity, group: group.group)
        }
        return nil
    }

    /// Whether the phase has a group in the client's language: only then must it be that one.
    private func isOffered(_ needs: SeatNeeds, in phase: PhaseID) -> Bool {
        groups(of: phase).contains { $0.ages == needs.ages && $0.language == needs.language }
    }
}
