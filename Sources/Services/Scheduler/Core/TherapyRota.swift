internal import Messages

/// Which therapy fills which group session of a week.
///
/// Each offering fills at most `perWeek` sessions of its kind in each group of its phases, and only
/// those in which it can be held (``OfferingJudge``). Where several offer the same kind they take
/// turns, and another one begins each week, so that each gets some even when there are fewer sessions
/// than offers. In a week that is planned what stands stays, unless turns would give a session to an
/// offering that has none.
struct TherapyRota {
    private let week: LocalDate
    private let planned: PlannedWeek
    private let offers: [(key: OfferedSession, session: SessionOffered)]
    private let judge: OfferingJudge

    init(_ known: WeekPlanner.Knowledge, _ judge: OfferingJudge) {
        week = known.week
        planned = known.planned
        offers = known.catalog.available.filter { !known.planned.lost.contains($0.key) }
        self.judge = judge
    }

    func assignment(to slots: [Slot]) -> [SessionID: OfferedSession] {
        var result: [SessionID: OfferedSession] = [:]
        for (_, ofGroup) in Dictionary(grouping: slots, by: \.group.id) {
            for (kind, ofKind) in Dictionary(grouping: ofGroup, by: \.template.kind) {
                let inOrder = ofKind.sorted { $0.template.at < $1.template.at }
                let turns = turns(for: kind, of: inOrder)
                guard !turns.isEmpty else { continue }
                let anew = assigned(turns, to: inOrder, isKeeping: false)
                let kept = assigned(turns, to: inOrder, isKeeping: true)
                let isAsGood =
                    (Set(anew.values).count, anew.count) <= (Set(kept.values).count, kept.count)
                result.merge(isAsGood ? kept : anew) { first, _ in first }
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
        return (fitting[first...] + fitting[..<first]).map { offer in
            let places = slots.filter { slot in
                slot.openIndex != nil && offer.session.minutes <= slot.template.at.minutes
                    && judge.hindrances(of: offer.session, in: slot).isEmpty
            }
            return Turn(
                key: offer.key, left: offer.session.perWeek, places: Set(places.map(\.id)))
        }
    }

    private func assigned(_ turns: [Turn], to slots: [Slot], isKeeping: Bool)
        -> [SessionID: OfferedSession]
    {
        var turns = turns
        var result: [SessionID: OfferedSession] = [:]
        for slot in slots {
            // What was held counts, and the turn passes on just as when it was planned.
            guard case .begun(let index) = slot.state,
                let offered = judge.timetable.sessions[index].offered,
                let turn = turns.firstIndex(where: { $0.key == offered })
            else { continue }
            pass(turn, in: &turns)
        }
        let open = slots.filter { $0.openIndex != nil }
        for slot in open where isKeeping {
            guard let stands = planned.sessions[slot.id]?.offered,
                let turn = turns.firstIndex(where: { $0.key == stands && $0.mayHold(slot.id) })
            else { continue }
            result[slot.id] = stands
            pass(turn, in: &turns)
        }
        for slot in open where result[slot.id] == nil {
            guard let turn = turns.firstIndex(where: { $0.mayHold(slot.id) }) else { continue }
            result[slot.id] = turns[turn].key
            pass(turn, in: &turns)
        }
        return result
    }

    /// Moves the offer that took a session behind the others.
    private func pass(_ turn: Int, in turns: inout [Turn]) {
        var taken = turns.remove(at: turn)
        taken.left -= 1
        turns.append(taken)
    }

    private struct Turn {
        let key: OfferedSession
        var left: Int
        /// The sessions in which it can be held.
        let places: Set<SessionID>

        func mayHold(_ session: SessionID) -> Bool { 0 < left && places.contains(session) }
    }
}
