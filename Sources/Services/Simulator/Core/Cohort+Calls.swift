internal import Messages

extension Cohort {
    /// Makes the call that is due, at ten or at four.
    func call(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        let due = contacts.filter { $0.value.client == duty.client && $0.value.due <= shift.today }
        guard let (id, call) = due.min(by: { $0.key < $1.key }) else { return }
        let hour = chance.happens(0.5, "call-hour", call.client.text, "\(call.due)") ? 10 : 16
        guard shift.isTime(for: hour) else { return }
        orders.send(
            conversation(id, call, on: shift), for: duty, else: [.caseManager, .peerSpecialist],
            on: shift)
    }

    private func conversation(_ id: ContactID, _ call: Call, on shift: Shift) -> RecordContact {
        let isReached = reaches(call, on: shift)
        // Only someone in aftercare can return to use by a call's account; the others are known to
        // use, or are in daily contact.
        let returned =
            isReached && call.situation == .aftercare
            && chance.happens(0.04, "return-to-use", call.client.text, "\(call.due)")
        return RecordContact(
            client: call.client, contact: id, isReached: isReached, returnToUse: returned,
            note: isReached ? "Rehearsal: talked by telephone." : "Rehearsal: no answer.",
            channel: .phone, direction: .outgoing)
    }

    private func reaches(_ call: Call, on shift: Shift) -> Bool {
        let rung = cases[call.client]?.rung ?? 0
        return switch profile(of: call.client).course {
        case .vanishes where isAway(call.client, on: shift): false
        case .vanishes where call.situation == .discharged:
            chance.happens(0.6, "reached", call.client.text, shift.today.description)
        case .pauses where isAway(call.client, on: shift) && rung == 0: false
        default:
            // Each try is its own chance: by another channel, by someone else.
            chance.happens(
                0.85, "reached", call.client.text, shift.today.description, "\(rung)")
        }
    }

    /// Signs a continuing-care plan at ten.
    func sign(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, shift.isTime(for: 10), let client = duty.client,
            let draft = cases[client]?.unsigned
        else { return }
        let command = SignPlan(
            client: client, plan: draft.plan, draft: draft.event,
            sections: ["warning-signs": "Rehearsal: skips the weekly group."])
        orders.send(command, for: duty, else: [.clinician], on: shift)
    }

    /// The director discharges some of those whom every rung of the follow-up has failed to reach.
    func discharge(on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, shift.weekday == .fri, shift.isTime(for: 11) else { return }
        for (client, record) in sorted where record.isExhausted && !record.isDischarged {
            guard chance.happens(0.5, "discharge", client.text, shift.week) else { continue }
            let command = DischargeClient(
                client: client, reason: "Rehearsal: nobody reached the client by any way we know.")
            orders.send(command, by: [.director], on: shift)
        }
    }
}
