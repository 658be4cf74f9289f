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
        try checkTime(of: command)
        let isIntake = command.purpose == .intake
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

    /// Nobody keeps two appointments at one time: one that is written down twice counts once.
    private func checkTime(of command: BookAppointment) throws {
        let others = people[command.client]?.appointments ?? []
        guard
            !others.contains(where: {
                $0.at == command.at && $0.appointment != command.replaces
            })
        else {
            throw Refusal(
                "The client has an appointment at that time already.",
                remedy:
                    "Put this one in its place with `--replaces`, which `cairn appointment list`"
                    + " shows the id for, or agree on another time.")
        }
    }

    private func checkBooked(_ id: AppointmentID, for client: ClientID) throws {
        guard people[client]?.appointments.contains(where: { $0.appointment == id }) ?? false
        else {
            throw Refusal(
                "No such appointment is booked for this client.",
                remedy: "See `cairn appointment list` for those that are.")
        }
    }

    /// Reports a return to use that a form told of somebody who is not in treatment any more. In
    /// treatment the scheduler asks for a review.
    func report(_ event: MeasureWorsened, in context: inout Context) -> Decision {
        let ends: [Situation] = [.aftercare, .discharged, .declined]
        guard event.rule == .risingUse, let known = people[event.client], !known.hasDied,
            known.enrollment == nil, ends.contains(known.standing)
        else { return Decision() }
        return round(of: [event.client], on: context.now.today, in: &context) { rounds, client in
            rounds.record(
                ReturnToUseReported(
                    client: client,
                    account: "A form tells of use: \(event.instrument), \(event.scale)"
                        + " \(event.score) after \(event.best)."))
            rounds.settle(client)
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
