package import Messages

extension Intake {
    package func decide(
        _ command: any Command, by actor: Actor, in context: inout Context
    ) throws -> Decision {
        switch command {
        case let command as RegisterClient: try register(command, by: actor, in: context)
        case let command as ChangeCommitments: try change(command)
        case let command as DeclineTreatment: try decline(command)
        case let command as SubmitQuestionnaire: try submit(command, in: &context)
        case let command as AnswerIntake: try answer(command, in: &context)
        case let command as AcknowledgeAlert: try acknowledge(command, in: context)
        case let command as RateDimension: try rate(command, by: actor, in: context)
        case let command as RecommendPlacement: try recommend(command, in: &context)
        case let command as ConfirmPlacement: try confirm(command, by: actor, in: context)
        case let command as ClearGate: try clear(command, by: actor, in: context)
        case let command as ReviewInterim: try review(command)
        default:
            throw Refusal(
                "Assessment has no command \(type(of: command).verb).",
                remedy: "See the list of its commands in the protocol.")
        }
    }

    /// The chart of a client who was registered.
    func chart(of client: ClientID) throws(Refusal) -> Chart {
        guard let chart = charts[client] else {
            throw Refusal(
                "No client is registered under this id.",
                remedy: "Check the id, or register the client first.")
        }
        return chart
    }

    func register(
        _ command: RegisterClient, by actor: Actor, in context: Context
    ) throws(Refusal) -> Decision {
        try checkFields(of: command)
        let identity = IdentityRecorded(
            client: command.client, name: command.name, contact: command.contact)
        let consent = ConsentGiven(
            client: command.client, purpose: "treatment, payment and operations")
        if let chart = charts[command.client] {
            return try complete(chart, by: command, identity, consent)
        }
        let registered = ClientRegistered(
            client: command.client, ages: command.ages, language: command.language,
            commitments: command.commitments, owner: owner(for: actor, in: context.clinic))
        return Decision([registered, identity, consent])
    }

    private func checkFields(of command: RegisterClient) throws(Refusal) {
        guard command.consent else {
            throw Refusal(
                "Without consent to treatment, payment and operations no record may be opened.",
                remedy: "Ask for the consent first (42 CFR 2.31), then register.")
        }
        guard command.client.text.isBlank || command.client.isPseudonym else {
            throw Refusal(
                "The id is no pseudonym: it is in every record of the client.",
                remedy: "Make one up of letters, digits, dashes, dots and underscores, at most 64"
                    + " (c-0042), that says nothing of the person.")
        }
        let texts = [
            ("id", command.client.text), ("name", command.name), ("contact", command.contact),
            ("language", command.language),
        ]
        for (field, text) in texts where text.isBlank {
            throw Refusal("The \(field) is empty.", remedy: "Fill it in and register again.")
        }
        guard command.ages.isKnown else {
            throw Refusal(
                "The age band is not known.", remedy: "Use one of: \(AgeBand.known.listed).")
        }
    }

    /// A second registration mends what was entered in error, and is refused otherwise.
    private func complete(
        _ chart: Chart, by command: RegisterClient, _ identity: IdentityRecorded,
        _ consent: ConsentGiven
    ) throws(Refusal) -> Decision {
        let known = chart.registration
        let isSame =
            known.ages == command.ages && known.language == command.language
            && (chart.identity ?? identity) == identity
        guard isSame else {
            throw Refusal(
                "This id is already given to a client who was registered with other content.",
                remedy: "Give the new client another id; to correct the first, retract it.")
        }
        var missing: [any Event] = chart.identity == nil ? [identity] : []
        if !chart.hasConsent { missing.append(consent) }
        guard !missing.isEmpty else {
            throw Refusal(
                "This client is already registered with the same content.",
                remedy: "Nothing needs to be done; change commitments by their own command.")
        }
        return Decision(missing)
    }

    /// The staff member who registers the client, if that role meets clients; otherwise the first
    /// case manager.
    private func owner(for actor: Actor, in clinic: Clinic) -> StaffID {
        guard !Set<Role>.care.contains(actor.role) else { return actor.staff }
        let first = { (roles: Set<Role>) in
            clinic.staff.first { !roles.isDisjoint(with: $0.roles) }?.id
        }
        return first([.caseManager]) ?? first(.care) ?? actor.staff
    }

    func change(_ command: ChangeCommitments) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        guard command.replaces == chart.commitmentsEvent else {
            throw Refusal(
                "The client's commitments do not stand by the event that is replaced: somebody "
                    + "changed or corrected them.",
                remedy: "Now they stand by \(chart.commitmentsEvent). Look at them with "
                    + "`cairn ask \(CommitmentsView.type)`, and change them from there.")
        }
        guard chart.commitments != command.commitments else {
            throw Refusal(
                "These commitments are recorded already.", remedy: "Nothing needs to be done.")
        }
        return Decision([
            CommitmentsChanged(client: command.client, commitments: command.commitments)
        ])
    }

    func decline(_ command: DeclineTreatment) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        guard chart.standing != .declined else {
            throw Refusal(
                "The client has declined already.",
                remedy: "Ask for a recommendation when the client wants treatment after all.")
        }
        guard !command.reason.isBlank else {
            throw Refusal("The reason is empty.", remedy: "Say why, in the client's words.")
        }
        let hasAlert = open.values.contains { $0.alerted.client == command.client }
        return Decision(
            [TreatmentDeclined(client: command.client, reason: command.reason)],
            guidance: hasAlert
                ? ["An alert of this client is still open: acknowledge it before you part."] : [])
    }
}

extension Sequence where Element: OpenEnumeration {
    /// The words, for a person to choose from.
    var listed: String { map(\.rawValue).joined(separator: ", ") }
}
