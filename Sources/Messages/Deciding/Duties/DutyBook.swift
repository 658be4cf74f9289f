/// The duties of one owner that are open, folded from its own events, and the one rule by which
/// they are opened, passed on and closed.
///
/// A core keeps one as a part of its state, hands it each fact (``apply(_:)``), and concludes with
/// ``reconciled(with:in:ending:)``: whatever its state asks for now is open then, and nothing else.
/// So a correction needs no code for duties, and neither does a clinic whose staff has changed.
package struct DutyBook: Hashable, Sendable, Codable {
    /// What is open, by its id.
    package private(set) var open: [DutyID: OpenDuty] = [:]
    /// Who is away. A core hands it each fact: ``DaysAway/fold(_:)``.
    package var away = DaysAway()

    package init() {}

    /// Whether nothing is open.
    package var isEmpty: Bool { open.isEmpty }

    /// Folds a duty's event; any other changes nothing.
    package mutating func apply(_ event: any Event) {
        switch event {
        case let event as DutyOpened: open[event.duty] = OpenDuty(event)
        case let event as DutyEscalated: open[event.duty]?.escalate(event)
        case let event as DutyReassigned: open[event.duty]?.reassign(event)
        case let event as DutyClosed: open[event.duty] = nil
        default: break
        }
    }

    /// The events that make the book what the state asks for: none where it is that already.
    ///
    /// Its cost is that of the needs and of what is open; nothing of the past is read.
    ///
    /// - Parameters:
    ///   - needs: all that is to be done now, at most one for each matter; of two, the first counts.
    ///   - ending: how a duty ended that is not needed any more.
    package func reconciled(
        with needs: [DutyNeed], in context: inout Context,
        ending: (OpenDuty) -> DutyEnd = { _ in .done }
    ) -> [any Event] {
        var wanted = Dictionary(needs.map { ($0.matter, $0) }) { first, _ in first }
        let staff = Dictionary(context.clinic.staff.map { ($0.id, $0.roles) }) { first, _ in first }
        let now = context.now.utc
        let gone = away.people(on: context.now.today)
        // Mostly nothing has changed: then neither is anything put in order.
        let isSettled = open.values.allSatisfy { duty in
            guard let need = wanted[duty.matter], duty.answers(need), now <= duty.due,
                let person = duty.person, !gone.contains(person)
            else { return false }
            return staff[person]?.contains(duty.role) ?? false
        }
        guard !isSettled || wanted.count != open.count else { return [] }
        var events: [any Event] = []
        var kept: [(OpenDuty, DutyNeed)] = []
        var reworded: [DutyNeed.Matter: OpenDuty] = [:]
        for duty in open.values.sorted(by: { ($0.matter, $0.duty) < ($1.matter, $1.duty) }) {
            guard let need = wanted.removeValue(forKey: duty.matter) else {
                events.append(duty.closed(ending(duty)))
                continue
            }
            guard duty.answers(need) else {
                events.append(duty.closed(.notNeeded))
                wanted[need.matter] = need
                // Other words put nothing off.
                if duty.since == need.since { reworded[need.matter] = duty }
                continue
            }
            kept.append((duty, need))
        }
        var roster = DutyRoster(
            context.clinic, away: away, holding: kept.map(\.0), at: now)
        events += kept.compactMap { roster.moved($0, for: $1) }
        for need in wanted.values.sorted(by: { $0.matter < $1.matter }) {
            let duty = context.identifier(Duty.self)
            events += roster.opened(need, as: duty, after: reworded[need.matter])
        }
        return events
    }
}

extension OpenDuty {
    /// Whether it is what a need of the same matter asks for.
    fileprivate func answers(_ need: DutyNeed) -> Bool {
        since == need.since && words == need.words
    }

    fileprivate func closed(_ how: DutyEnd) -> DutyClosed {
        DutyClosed(duty: duty, client: client, how: how)
    }
}
