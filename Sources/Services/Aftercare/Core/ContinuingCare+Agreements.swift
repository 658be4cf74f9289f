internal import Messages

extension ContinuingCare {
    /// Records how a client agreed to be contacted.
    func agree(_ command: AgreeContact) throws -> Decision {
        try checkRegistered(command.client)
        guard command.channel.isKnown else {
            throw Refusal.unknown("channel", of: ContactChannel.known)
        }
        guard command.hours.allSatisfy({ $0.start < $0.end }) else {
            throw Refusal(
                "A time of the agreement ends before it begins.",
                remedy: "Give the first time, then the last: \"mon 17:00-19:00\".")
        }
        let standing = people[command.client]?.agreement
        guard command.replaces == standing?.event else {
            throw Refusal(
                "The agreement that is replaced is not the one that stands.",
                remedy: "See `cairn contact show` for what stands, and give the command again.")
        }
        let isSame =
            standing?.channel == command.channel && standing?.hours == command.hours
            && standing?.mayLeaveMessage == command.mayLeaveMessage
        guard !isSame else {
            throw Refusal("That is agreed already.", remedy: "There is nothing to do.")
        }
        return Decision([
            ContactAgreed(
                client: command.client, channel: command.channel,
                mayLeaveMessage: command.mayLeaveMessage, hours: command.hours)
        ])
    }

    /// What whoever contacts the client next should know of what was agreed, and whether this contact
    /// kept to it.
    func agreementGuidance(after command: RecordContact) -> [String] {
        guard let agreement = people[command.client]?.agreement else { return [] }
        let isOther =
            command.direction != .incoming
            && command.channel.map { $0 != agreement.channel } ?? false
        return (isOther ? ["This was by another way than the client agreed to."] : [])
            + [agreement.sentence]
    }

    /// How a client is contacted; `nil` for one who is not known.
    func card(of client: ClientID) -> ContactCard? {
        guard let known = people[client], known.registrar != nil else { return nil }
        return ContactCard(
            agreement: known.agreement,
            next: known.followUp.map { $0.contact?.due ?? $0.nextContact },
            owner: known.followUp?.owner)
    }
}
