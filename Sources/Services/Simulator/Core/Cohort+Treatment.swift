internal import Messages

extension Cohort {
    /// Completes the program on Mondays at nine with those whose last phase has lasted.
    func completePrograms(on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, shift.weekday == .mon, shift.isTime(for: 9),
            let last = shift.clinic.phases.last
        else { return }
        for (client, record) in sorted {
            guard let stay = record.stay, stay.phase == last.id, stay.review == nil,
                shift.days(since: stay.since) >= last.reviewAfterWeeks * 7,
                mayComplete(client, on: shift)
            else { continue }
            orders.send(complete(client), by: stay.clinician, else: [.clinician], on: shift)
        }
    }

    /// Decides at nine on a review: on danger at once, and never later than the duty allows.
    func decide(
        _ duty: OpenDuty, seats: inout [SeatKind: Int], on shift: Shift, _ orders: inout Orders
    ) {
        guard shift.isWorkday, shift.isTime(for: 9), let client = duty.client,
            let stay = cases[client]?.stay,
            let place = shift.clinic.phases.firstIndex(where: { $0.id == stay.phase })
        else { return }
        let command: (any Command)? =
            switch stay.review {
            case .stepDown: stepDown(client, stay, from: place, duty, seats: &seats, on: shift)
            case .stepUp where place > 0:
                change(client, stay, to: shift.clinic.phases[place - 1].id)
            case nil: nil
            default: keep(client, stay, because: "the plan was changed with the client")
            }
        if let command { orders.send(command, for: duty, else: [.clinician], on: shift) }
    }

    /// A clinician waits for a seat rather than for a list, and now and then a week. What cannot be
    /// decided is put off, with the reason, before the duty is late.
    private func stepDown(
        _ client: ClientID, _ stay: Case.Stay, from place: Int, _ duty: OpenDuty,
        seats: inout [SeatKind: Int], on shift: Shift
    ) -> (any Command)? {
        let phases = shift.clinic.phases
        let isEnding = duty.due < shift.now.utc.advanced(byHours: 48)
        guard place < phases.count - 1 else {
            if mayComplete(client, on: shift) { return complete(client) }
            return isEnding
                ? keep(client, stay, because: "the program cannot be completed yet") : nil
        }
        guard let proposed = stay.reviewedAt, shift.days(since: proposed) >= 1 else { return nil }
        let kind = seatKind(of: client, in: phases[place + 1].id, at: shift.clinic)
        let isHeld = chance.happens(0.05, "hold", client.text, shift.week)
        guard seats[kind, default: 0] > 0, !isHeld else {
            return isEnding ? keep(client, stay, because: "no seat is free after it") : nil
        }
        seats[kind, default: 0] -= 1
        return change(client, stay, to: phases[place + 1].id)
    }

    private func change(_ client: ClientID, _ stay: Case.Stay, to phase: PhaseID) -> ChangePhase {
        ChangePhase(
            client: client, from: stay.phase, to: phase,
            reason: "Rehearsal: the review's reasons were talked over with the client.")
    }

    private func complete(_ client: ClientID) -> CompleteProgram {
        CompleteProgram(
            client: client, reason: "Rehearsal: the goals of the last phase are met.")
    }

    private func keep(_ client: ClientID, _ stay: Case.Stay, because reason: String) -> KeepPhase {
        KeepPhase(client: client, phase: stay.phase, reason: "Rehearsal: \(reason).")
    }

    /// Seats that are as good as one another for a client: of one phase and one language.
    struct SeatKind: Hashable {
        let phase: PhaseID
        let language: String
    }

    /// Which seats a client may have: in the own language where the phase has any.
    private func seatKind(of client: ClientID, in phase: PhaseID, at clinic: Clinic) -> SeatKind {
        let languages = Set(
            clinic.groups.filter { $0.phase == phase && $0.ages == .adult }.map(\.language))
        let own = cases[client]?.language ?? ""
        let fallback = languages.contains("en") ? "en" : languages.min() ?? ""
        return SeatKind(phase: phase, language: languages.contains(own) ? own : fallback)
    }

    /// Seats that nobody has, and that nobody who waits for one will have.
    func freeSeats(at clinic: Clinic) -> [SeatKind: Int] {
        var seats: [SeatKind: Int] = [:]
        let rooms = Dictionary(clinic.rooms.map { ($0.id, $0.seats) }, uniquingKeysWith: min)
        for group in clinic.groups where group.ages == .adult {
            let limits = [group.capacity, clinic.policies.groupCapacity]
            let capacity = (limits + group.sessions.compactMap { rooms[$0.room] }).min() ?? 0
            let kind = SeatKind(phase: group.phase, language: group.language)
            seats[kind, default: 0] += max(0, capacity - (members[group.id]?.count ?? 0))
        }
        for (client, record) in cases {
            guard let stay = record.stay else { continue }
            let own = stay.group.flatMap { groupPhases[$0] }
            guard own != stay.phase else { continue }
            seats[seatKind(of: client, in: stay.phase, at: clinic), default: 0] -= 1
        }
        return seats
    }

    /// Days of use in the last week.
    func use(
        by client: ClientID, _ record: Case, _ stay: Case.Stay, inPhase place: Int,
        on shift: Shift
    ) -> Int {
        let week = shift.weeks(since: stay.opened)
        switch profile(of: client).course {
        case .lapses where place > 0 && !record.hasSteppedUp && shift.days(since: stay.since) >= 10:
            return 4
        case .slow: return max(0, 3 - week / 2)
        default: return max(0, 2 - week)
        }
    }
}
