internal import Messages

extension ContinuingCare {
    private static let mostDaysAhead = 366

    func book(_ command: BookAppointment, in context: inout Context) throws -> Decision {
        try checkRegistered(command.client)
        guard !command.with.isBlank, !command.place.isBlank else {
            throw Refusal(
                "An appointment is with somebody, and somewhere.",
                remedy: "Say with whom it is, and where or by which way.")
        }
        let now = context.now.local
        guard now < command.at,
            now.date.days(until: command.at.date) <= ContinuingCare.mostDaysAhead
        else {
            throw Refusal(
                "The appointment is not in the year to come.",
                remedy: "Give its day and time on the clinic's clock, as 2026-10-05T18:30.")
        }
        if let purpose = command.purpose, !purpose.isKnown {
            throw Refusal.unknown("purpose", of: AppointmentPurpose.known)
        }
        if let replaced = command.replaces { try checkBooked(replaced, for: command.client) }
        let isIntake = command.purpose == .intake
        try checkIsNew(command)
        if isIntake { try checkIntake(command, at: context.clinic) }
        let event = AppointmentBooked(
            client: command.client, appointment: context.identifier(), replaces: command.replaces,
            with: command.with, at: command.at, place: command.place, purpose: command.purpose)
        guard !isIntake else {
            let isBack = people[command.client]?.standing != .intake
            return Decision(
                [event],
                guidance: isBack ? ["The client is in intake again: all of it is asked anew."] : [])
        }
        let others = people[command.client]?.followingTreatment(after: now) ?? []
        let count = others.count { $0.appointment != command.replaces } + 1
        let left = AppointmentRule.needed - count
        return Decision(
            [event],
            guidance: left > 0
                ? ["Before the program may end, \(left) more is to be booked."] : [])
    }

    /// What is typed twice is one appointment, and not the two that a program ends with.
    private func checkIsNew(_ command: BookAppointment) throws {
        let booked = people[command.client]?.appointments.first {
            $0.at == command.at && $0.appointment != command.replaces
                && ($0.purpose == .intake) == (command.purpose == .intake)
        }
        guard booked != nil else { return }
        throw Refusal(
            "The client has an appointment at that time already.",
            remedy:
                "Nothing needs to be done; `cairn appointment list` shows it. To change it, book"
                + " it anew with `--replaces`.")
    }

    func cancel(_ command: CancelAppointment) throws -> Decision {
        try checkRegistered(command.client)
        try checkBooked(command.appointment, for: command.client)
        guard !command.reason.isBlank else {
            throw Refusal("A cancellation needs a reason.", remedy: "Say it, in a few words.")
        }
        return Decision([
            AppointmentCancelled(
                client: command.client, appointment: command.appointment, reason: command.reason)
        ])
    }

    private func checkBooked(_ id: AppointmentID, for client: ClientID) throws {
        guard people[client]?.appointments.contains(where: { $0.appointment == id }) ?? false
        else {
            throw Refusal(
                "No such appointment is booked for this client.",
                remedy: "See `cairn appointment list` for those that are.")
        }
    }

    /// Reports a return to use that a person saw in a urine test.
    func report(_ event: TestJudged, in context: inout Context) -> Decision {
        guard event.judgement == .returnToUse, people[event.client]?.hasDied != true else {
            return Decision()
        }
        return round(of: [event.client], on: context.now.today, in: &context) { rounds, client in
            rounds.record(
                ReturnToUseReported(
                    client: client,
                    account: "A person saw it in a urine test: \(event.reason)"))
            rounds.settle(client)
        }
    }
}
