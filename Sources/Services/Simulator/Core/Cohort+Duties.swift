internal import Messages

extension Cohort {
    /// What people find on their sheets, and do in this hour: danger first, then what is due first.
    ///
    /// A duty is done by whoever has it, so that one that passes to a colleague is done by the
    /// colleague.
    func doDuties(on shift: Shift, _ orders: inout Orders) {
        var seats = freeSeats(at: shift.clinic)
        let open = openDuties
        let waiting = Set(
            open.lazy.map(\.duty).filter { $0.kind == .fillForm }.compactMap(\.client))
        var told: Set<String> = []
        for (owner, duty) in open {
            guard therapies[owner] == nil else {
                doTherapyDuty(duty, of: owner, on: shift, &orders)
                continue
            }
            switch duty.kind {
            case .acknowledgeAlert, .answerQuestion: acknowledge(duty, on: shift, &orders)
            case .closeConcern: close(duty, on: shift, &orders)
            case .screenAgain: screenAgain(duty, on: shift, &orders)
            case .contact, .followReferral: call(duty, on: shift, &orders)
            case .recordAttendance: takeAttendance(duty, on: shift, &orders)
            case .review: decide(duty, seats: &seats, on: shift, &orders)
            case .signPlan: sign(duty, on: shift, &orders)
            case .coverSession: cover(duty, on: shift, &orders)
            // One word for all whom a change of a session concerns.
            case .tellChange where told.insert(duty.about).inserted:
                orders.send(
                    TellSession(session: SessionID(duty.about)), for: duty,
                    else: [.clinician, .caseManager], on: shift)
            case .recordAppointment: recordIntake(duty, on: shift, &orders)
            case .moveAppointment: moveIntake(duty, on: shift, &orders)
            case .fillForm: fillForm(duty, on: shift, &orders)
            case .rate: rate(duty, waitingFor: waiting, on: shift, &orders)
            case .confirmPlacement: decideLevel(duty, on: shift, &orders)
            case .clearGate: clearGate(duty, on: shift, &orders)
            case .reviewOverrides: lookAtOverrides(duty, on: shift, &orders)
            default: break
            }
        }
    }

    /// Says what was found about rates of overrides.
    private func lookAtOverrides(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, shift.isTime(for: 10) else { return }
        orders.send(
            ReviewOverrides(words: "Rehearsal: talked over; few clients, and reasons that hold."),
            for: duty, else: [.clinicalSupervisor, .director], on: shift)
    }

    /// All open duties, in the order of a sheet.
    private var openDuties: [(owner: Identity, duty: OpenDuty)] {
        duties.flatMap { owner, book in book.open.values.map { (owner, $0) } }
            .sorted { left, right in
                (left.1.kind.isDanger ? 0 : 1, left.1.due, left.1.duty)
                    < (right.1.kind.isDanger ? 0 : 1, right.1.due, right.1.duty)
            }
    }
}

extension Orders {
    /// Adds a command by whoever has a duty, or where nobody has who may, by someone of a preferred
    /// role.
    ///
    /// - Parameter roles: those who may, where the command's own roles do not say it.
    mutating func send<Order: Command>(
        _ order: Order, for duty: OpenDuty, among roles: Set<Role> = Order.roles,
        else preferred: [Role], on shift: Shift
    ) {
        if let actor = duty.person.flatMap({ shift.actor($0, among: roles) }) {
            add(order, by: actor)
        } else {
            send(order, by: preferred, on: shift)
        }
    }
}
