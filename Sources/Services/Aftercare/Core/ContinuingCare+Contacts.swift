internal import Messages

extension ContinuingCare {
    /// Records a contact or an attempt, at any time.
    func recordContact(
        _ command: RecordContact, by actor: Actor, in context: inout Context
    ) throws -> Decision {
        let call = try call(command, by: actor, in: &context)
        var decision = round(of: [command.client], on: context.now.today, in: &context) {
            rounds, client in
            if command.isReached {
                rounds.keep(client, call)
            } else {
                rounds.miss(client, call)
            }
        }
        let told = guidance(on: decision.events)
        decision.guidance =
            (told.isEmpty ? standingGuidance(of: command.client) : told)
            + agreementGuidance(after: command)
        return decision
    }

    /// Records that somebody told of a return to use.
    func report(_ command: ReportReturnToUse, in context: inout Context) throws -> Decision {
        try checkRegistered(command.client)
        try checkIsAlive(command.client)
        guard !command.account.isBlank else {
            throw Refusal(
                "The report does not say who told what.", remedy: "Say it, in a few words.")
        }
        let event = ReturnToUseReported(client: command.client, account: command.account)
        var decision = round(of: [command.client], on: context.now.today, in: &context) {
            rounds, client in
            rounds.record(event)
            rounds.settle(client)
        }
        decision.guidance = guidance(on: decision.events)
        return decision
    }

    func checkRegistered(_ client: ClientID) throws {
        guard people[client]?.registrar != nil else {
            throw Refusal("The client is not registered.", remedy: "Check the id.")
        }
    }

    /// What is heard of somebody who has died is of another client, or the death is.
    func checkIsAlive(_ client: ClientID) throws {
        guard people[client]?.hasDied == true else { return }
        throw Refusal(
            "It is recorded that the client died.",
            remedy: "Check the id. If the death was entered in error, a clinician takes it back"
                + " first: `cairn correct` shows it with its number.")
    }

    /// What is recorded, once nothing in it is wrong.
    private func call(_ command: RecordContact, by actor: Actor, in context: inout Context) throws
        -> Call
    {
        let known = people[command.client]
        let open = known?.followUp?.contact
        if let contact = command.contact, open?.isNamed(contact) != true {
            throw Refusal(
                "No such contact is open for this client.",
                remedy: "See the next contacts for those that are, or leave the contact out.")
        }
        try checkRegistered(command.client)
        try checkWords(of: command)
        let time = command.happened ?? context.now.utc
        guard time <= context.now.utc else {
            throw Refusal(
                "The contact is in the future.", remedy: "Record it once it has happened.")
        }
        guard context.now.utc.days(since: time) <= Call.daysBack else {
            throw Refusal(
                "The contact is more than \(Call.daysBack) days back.",
                remedy: "Record the last contact within these days, and tell of this one in it.")
        }
        // A client who phones after the death that was recorded is alive.
        let isHeard = command.direction == .incoming && known?.isFromAfterTheEnd(time) == true
        if command.returnToUse, !isHeard { try checkIsAlive(command.client) }
        let by = command.by ?? actor.staff
        guard command.by == nil || context.clinic.staff.contains(where: { $0.id == by }) else {
            throw Refusal(
                "\(by) is not on the staff.", remedy: "Name who spoke or tried, or nobody.")
        }
        // An attempt of before its day is not the one that was due.
        let isOpen = open.map { open in
            (known?.isNewest(at: time) ?? true)
                && (command.isReached || open.due <= context.now.localDate(of: time))
        }
        let answered = isOpen == true ? open?.id : nil
        return Call(
            command: command, contact: answered ?? context.identifier(), time: time, by: by)
    }

    private func checkWords(of command: RecordContact) throws {
        if let channel = command.channel, !channel.isKnown {
            throw Refusal.unknown("channel", of: ContactChannel.known)
        }
        if let direction = command.direction, !direction.isKnown {
            throw Refusal.unknown("direction", of: ContactDirection.known)
        }
        if let risk = command.risk, !risk.isKnown {
            throw Refusal.unknown("risk", of: ContactRisk.known)
        }
        guard (0...Call.mostMinutes).contains(command.minutes ?? 0) else {
            throw Refusal(
                "The minutes are not those of a contact.",
                remedy: "Give 0 to \(Call.mostMinutes) minutes, or leave them out.")
        }
    }

    /// What was due before still is: the contact changed nothing about it.
    private func standingGuidance(of client: ClientID) -> [String] {
        guard let known = people[client] else { return [] }
        guard let followUp = known.followUp else {
            // Whoever was heard of again, and is not followed up, would be lost in silence.
            return known.isClosed
                ? [
                    "Nothing follows: the contact with the client has ended. If the client got in"
                        + " touch, write that down with `--incoming`, and the door is open again."
                ] : []
        }
        return [
            "It changes nothing about the next contact, on \(followUp.nextContact), by"
                + " \(followUp.owner)."
        ]
    }

    func guidance(on events: [any Event]) -> [String] {
        let assigned = events.last { $0 is FollowUpAssigned } as? FollowUpAssigned
        let next = assigned.map {
            "The next contact is on \($0.nextContact), by \($0.owner). \($0.reason ?? "")"
        }
        let others = events.compactMap { event -> String? in
            switch event {
            // The next contact says it too.
            case let event as OutreachEscalated where assigned?.reason == event.action: nil
            case let event as OutreachEscalated: "By \(event.due), \(event.owner): \(event.action)"
            case is OutreachExhausted:
                "Every rung was tried. Contacts go on weekly until a person decides."
            case is ReturnToUseReported:
                "Screen and contact within 24 hours. A reassessment follows: tell the clinician "
                    + "today."
            default: nil
            }
        }
        return others + [next].compactMap(\.self)
    }
}
