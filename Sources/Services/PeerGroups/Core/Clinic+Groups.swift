internal import Messages

/// What a clinic's weekly sessions mean for a seat.
extension Clinic {
    /// Members of two groups meet: in one group, or by arriving at the same hour.
    struct Meeting: Equatable {
        /// The session of the first group at which they do; none in one group.
        var time: WeeklyTime?
    }

    /// A configured group with the tightest of all limits on its seats.
    func formed(_ group: Group) -> GroupFormed {
        let rooms = Dictionary(rooms.map { ($0.id, $0.seats) }, uniquingKeysWith: min)
        let seats = group.sessions.compactMap { rooms[$0.room] }
        return GroupFormed(
            group: group.id, phase: group.phase, ages: group.ages, language: group.language,
            capacity: max(0, ([group.capacity, policies.groupCapacity] + seats).min() ?? 0))
    }

    /// How many weekly sessions of a group fall into a client's commitments.
    func conflicts(of group: GroupID, with commitments: [WeeklyTime]) -> Int {
        times(of: group).count { time in commitments.contains { $0.overlaps(time) } }
    }

    /// How members of two groups would meet, if they would.
    func meeting(of first: GroupID, and second: GroupID) -> Meeting? {
        guard first != second else { return Meeting(time: nil) }
        let others = times(of: second)
        let time = times(of: first).first { time in
            others.contains { other in
                other.weekday == time.weekday
                    && other.start.minutes / 60 == time.start.minutes / 60
            }
        }
        return time.map { Meeting(time: $0) }
    }

    private func times(of group: GroupID) -> [WeeklyTime] {
        groups.filter { $0.id == group }.flatMap { $0.sessions.map(\.at) }.sorted()
    }
}
