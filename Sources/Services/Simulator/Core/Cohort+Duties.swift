internal import Messages

extension Cohort {
    /// What people find on their sheets, and do in this hour: danger first, then what is due first.
    ///
    /// A duty is done by whoever has it, so that one that passes to a colleague is done by the
    /// colleague.
    func doDuties(on shift: Shift, _ orders: inout Orders) {
        var seats = freeSeats(at: shift.clinic)
        for duty in openDuties {
            switch duty.kind {
            case .acknowledgeAlert, .answerQuestion: acknowledge(duty, on: shift, &orders)
            case .closeConcern: close(duty, on: shift, &orders)
            case .screenAgain: screenAgain(duty, on: shift, &orders)
            case .contact, .followReferral: call(duty, on: shift, &orders)
            case .recordAttendance: takeAttendance(duty, on: shift, &orders)
            case .review: decide(duty, seats: &seats, on: shift, &orders)
            case .signPlan: sign(duty, on: shift, &orders)
            case .coverSession: cover(duty, on: shift, &orders)
            default: break
            }
        }
    }

    /// All open duties, in the order of a sheet.
    private var openDuties: [OpenDuty] {
        duties.values.flatMap(\.open.values).sorted { left, right in
            (left.kind.isDanger ? 0 : 1, left.due, left.duty)
                < (right.kind.isDanger ? 0 : 1, right.due, right.duty)
        }
    }
}

extension Orders {
    /// Adds a command by whoever has a duty, or where nobody has by someone of a preferred role.
    mutating func send<Order: Command>(
        _ order: Order, for duty: OpenDuty, else preferred: [Role], on shift: Shift
    ) {
        if let person = duty.person {
            send(order, by: person, else: preferred, on: shift)
        } else {
            send(order, by: preferred, on: shift)
        }
    }
}
