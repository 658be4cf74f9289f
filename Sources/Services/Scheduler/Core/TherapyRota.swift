internal import Messages

/// Which therapy fills which group session of a week.
///
/// Each offering fills at most `perWeek` sessions of its kind in each group of its phases. Where
/// several offer the same kind they take turns, and another one begins each week, so that each
/// gets some even when there are fewer sessions than offers.
struct TherapyRota {
    private let week: LocalDate
    private let offers: [(key: OfferedSession, session: SessionOffered)]

    init(_ known: WeekPlanner.Knowledge) {
        week = known.week
        offers = known.catalog.available.filter { !known.planned.lost.contains($0.key) }
    }

    func assignment(to slots: [Slot], in timetable: Timetable) -> [SessionID: OfferedSession] {
        var result: [SessionID: OfferedSession] = [:]
        for (_, ofGroup) in Dictionary(grouping: slots, by: \.group.id) {
            for (kind, ofKind) in Dictionary(grouping: ofGroup, by: \.template.kind) {
                let inOrder = ofKind.sorted { $0.template.at < $1.template.at }
                assign(turns(for: kind, of: inOrder), for: inOrder, in: timetable, into: &result)
            }
        }
        return result
    }

    /// The offers of one kind for one group, the week's first one first.
    private func turns(for kind: String, of slots: [Slot]) -> [Turn] {
        guard let phase = slots.first?.group.phase else { return [] }
        let fitting = offers.filter {
            $0.session.kind == kind && $0.session.phases.contains(phase)
                && 0 < $0.session.perWeek
        }
        guard !fitting.isEmpty else { return [] }
        let weeks = week.daysSince1970 / 7
        let first = (weeks % fitting.count + fitting.count) % fitting.count
        return (fitting[first...] + fitting[..<first]).map {
            Turn(key: $0.key, minutes: $0.session.minutes, left: $0.session.perWeek)
        }
    }

    private func assign(
        _ turns: [Turn], for slots: [Slot], in timetable: Timetable,
        into result: inout [SessionID: OfferedSession]
    ) {
        var turns = turns
        for slot in slots {
            switch slot.state {
            case .begun(let index):
                // What was held counts, and the turn passes on just as when it was planned.
                guard let offered = timetable.sessions[index].offered,
                    let turn = turns.firstIndex(where: { $0.key == offered })
                else { continue }
                pass(turn, in: &turns)
            case .open:
                guard
                    let turn = turns.firstIndex(where: {
                        0 < $0.left && $0.minutes <= slot.template.at.minutes
                    })
                else { continue }
                result[slot.id] = turns[turn].key
                pass(turn, in: &turns)
            default: continue
            }
        }
    }

    /// Moves the offer that took a session behind the others.
    private func pass(_ turn: Int, in turns: inout [Turn]) {
        var taken = turns.remove(at: turn)
        taken.left -= 1
        turns.append(taken)
    }

    private struct Turn {
        let key: OfferedSession
        let minutes: Int
        var left: Int
    }
}
