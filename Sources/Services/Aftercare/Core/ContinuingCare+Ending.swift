internal import Messages

extension ContinuingCare {
    func discharge(_ command: DischargeClient, in context: inout Context) throws -> Decision {
        try checkRegistered(command.client)
        let known = people[command.client]
        guard let situation = known?.situation(at: context.clinic) else {
            throw Refusal(
                "The client is in treatment.",
                remedy: "Complete the program, or record that the client declines treatment.")
        }
        guard situation != .discharged else {
            throw Refusal("The client is discharged already.", remedy: "There is nothing to do.")
        }
        guard situation == .declined || known?.followUp?.isExhausted == true else {
            throw Refusal(
                "The follow-up is not exhausted.",
                remedy: "Go on with the next contact; nobody is dropped before every rung of the "
                    + "outreach was tried.")
        }
        guard !command.reason.isBlank else {
            throw Refusal("A discharge needs a reason.", remedy: "Say why, in a few words.")
        }
        let event = ClientDischarged(client: command.client, reason: command.reason)
        var decision = round(of: [command.client], on: context.now.today, in: &context) {
            rounds, client in
            rounds.record(event)
            rounds.settle(client)
        }
        decision.guidance = openConcerns(of: command.client)
        return decision
    }

    /// Whoever ends something is told of each danger that is open.
    private func openConcerns(of client: ClientID) -> [String] {
        [people[client]?.concerns.sentence].compactMap(\.self)
    }

    /// Ends the contact with a client, or thins it out, for a reason that the actor signs.
    func close(_ command: CloseFollowUp, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        try checkRegistered(command.client)
        guard command.ending.isKnown else {
            throw Refusal.unknown("ending", of: FollowUpEnding.known)
        }
        guard !command.reason.isBlank else {
            throw Refusal("An ending needs a reason.", remedy: "Say what is known, and from whom.")
        }
        guard let known = people[command.client], known.closing?.ending != command.ending else {
            throw Refusal("The follow-up has ended so.", remedy: "There is nothing to do.")
        }
        guard !known.isClosed else {
            throw Refusal(
                "The follow-up has ended otherwise already.",
                remedy: "If that is wrong, take it back first: `cairn correct` shows it with its "
                    + "number. Then give this ending.")
        }
        try check(command.ending, of: known, in: context)
        let event = FollowUpClosed(
            client: command.client, ending: command.ending, reason: command.reason,
            signer: actor.staff)
        var decision = round(of: [command.client], on: context.now.today, in: &context) {
            rounds, client in
            rounds.record(event)
            rounds.thinOut(client)
        }
        decision.guidance = openConcerns(of: command.client)
        return decision
    }

    private func check(_ ending: FollowUpEnding, of known: KnownClient, in context: Context) throws
    {
        let situation = known.situation(at: context.clinic)
        switch ending {
        case .arrived:
            guard situation == .referredOut else {
                throw Refusal(
                    "The client is not referred elsewhere.",
                    remedy: "Confirm the placement at the other level first.")
            }
        case .completed:
            guard known.followUp?.isOver(at: context.now.utc) ?? false else {
                throw Refusal(
                    "The follow-up has not lasted its year after treatment, a refusal or a "
                        + "referral.",
                    remedy: "Go on with the next contact, or name another ending: do-not-call "
                        + "thins the contacts out.")
            }
        case .doNotCall:
            guard situation != nil else {
                throw Refusal(
                    "The client is in treatment.",
                    remedy: "Agree with the client on how to be contacted: `cairn contact agree`.")
            }
        // Death, prison and a move end treatment too.
        default: break
        }
    }
}
