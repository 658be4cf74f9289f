internal import Messages

extension Cohort {
    /// Decides at nine on the phase changes that were proposed: on step-downs of an earlier day.
    func decidePhases(on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, shift.isTime(for: 9) else { return }
        var seats = freeSeats(at: shift.clinic)
        for (client, record) in sorted {
            guard let stay = record.stay,
                let place = shift.clinic.phases.firstIndex(where: { $0.id == stay.phase })
            else { continue }
            let phases = shift.clinic.phases
            let isLast = place == phases.count - 1
            if isLast, stay.review == nil || stay.review == .stepDown {
                guard shift.weekday == .mon,
                    shift.days(since: stay.since) >= phases[place].reviewAfterWeeks * 7,
                    mayComplete(client, on: shift)
                else { continue }
                let command = CompleteProgram(
                    client: client, reason: "Rehearsal: the goals of the last phase are met.")
                orders.send(command, by: stay.clinician, else: [.clinician], on: shift)
                continue
            }
            // Danger is not put off to another day.
            guard let review = stay.review, let proposed = stay.reviewedAt,
                review != .stepDown || shift.days(since: proposed) >= 1
            else { continue }
            let target = review == .stepUp ? place - 1 : place + 1
            guard review != .higherLevel, phases.indices.contains(target) else {
                let command = KeepPhase(
                    client: client, phase: stay.phase,
                    reason: "Rehearsal: the plan was changed with the client, not the level.")
                orders.send(command, by: stay.clinician, else: [.clinician], on: shift)
                continue
            }
            if review == .stepDown {
                // A clinician waits for a seat rather than for a list, and now and then a week.
                let kind = seatKind(of: client, in: phases[target].id, at: shift.clinic)
                guard seats[kind, default: 0] > 0,
                    !chance.happens(0.05, "hold", client.text, shift.week)
                else { continue }
                seats[kind, default: 0] -= 1
            }
            let command = ChangePhase(
                client: client, from: stay.phase, to: phases[target].id,
                reason: "Rehearsal: the review's reasons were talked over with the client.")
            orders.send(command, by: stay.clinician, else: [.clinician], on: shift)
        }
    }

    /// Seats that are as good as one another for a client: of one phase and one language.
    private struct SeatKind: Hashable {
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
    private func freeSeats(at clinic: Clinic) -> [SeatKind: Int] {
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

    /// Hands in the weekly form at noon: each week, every second or every fourth, by phase.
    func handInWeeklyForms(on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, shift.isTime(for: 12) else { return }
        for (client, record) in sorted {
            guard let stay = record.stay, !isAway(client, on: shift),
                let place = shift.clinic.phases.firstIndex(where: { $0.id == stay.phase })
            else { continue }
            let day = chance.whole(0...3, "form-day", client.text)
            let weeks = [1, 2, 4][min(place, 2)]
            let isDue = record.lastWeekly.map { shift.days(since: $0) >= weeks * 7 - 1 } ?? true
            guard shift.weekday.daysAfterMonday == day, isDue else { continue }
            let use = use(by: client, record, stay, inPhase: place, on: shift)
            let form = SubmitQuestionnaire(
                client: client, instrument: Forms.weekly,
                answers: Forms.weekly(use: use, substance: profile(of: client).substance))
            orders.send(form, by: stay.clinician, else: [.clinician], on: shift)
        }
    }

    /// Days of use in the last week.
    private func use(
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
