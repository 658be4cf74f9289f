internal import Messages

extension Intake {
    /// Opens a chart under an id that is given here; or mends the registration that has the id.
    func register(
        _ command: RegisterClient, by actor: Actor, in context: Context
    ) throws(Refusal) -> Decision {
        try checkFields(of: command, in: context.clinic)
        if let client = command.client, let chart = charts[client] {
            return try complete(chart, of: client, by: command)
        }
        let client = try newID(for: command, in: context)
        let registered = ClientRegistered(
            client: client, ages: command.ages, language: command.language,
            commitments: command.commitments, owner: owner(for: actor, in: context.clinic))
        return Decision(
            [registered, command.identity(of: client), .treatment(of: client)],
            guidance: ["The client is \(client)."])
    }

    /// Characters of a name, or of a contact. Cairn's own bound: longer ones are slips.
    private static let longestName = 200

    private func checkFields(
        of command: RegisterClient, in clinic: Clinic
    ) throws(Refusal) {
        guard command.consent else {
            throw Refusal(
                "Without consent to treatment, payment and operations no record may be opened.",
                remedy: "Ask for the consent first (42 CFR 2.31), then register.")
        }
        for (field, text) in [("name", command.name), ("contact", command.contact)] {
            guard !text.isBlank else {
                throw Refusal("The \(field) is empty.", remedy: "Fill it in and register again.")
            }
            let isLine = !text.unicodeScalars.contains(where: \.steersTerminal)
            guard text.unicodeScalars.count <= Intake.longestName, isLine else {
                throw Refusal(
                    "The \(field) is longer than \(Intake.longestName) characters, or no single"
                        + " line.",
                    remedy: "Give it in one line; what else is to be said belongs into a contact.")
            }
        }
        guard command.ages.isKnown else {
            throw Refusal(
                "The age band is not known.", remedy: "Use one of: \(AgeBand.known.listed).")
        }
        guard Language.isKnown(command.language, in: clinic) else {
            let codes = Language.all.map(\.code) + Language.ofClinic(clinic)
            throw Refusal(
                "The language is not known.",
                remedy: "Use the code of one: \(Set(codes).sorted().joined(separator: ", ")).")
        }
    }

    /// The id of somebody new: the next number, or in a rehearsal the one that was wished for.
    private func newID(
        for command: RegisterClient, in context: Context
    ) throws(Refusal) -> ClientID {
        guard let wish = command.client else {
            try checkIsSomebodyNew(command)
            return ClientID(number: lastNumber + 1)
        }
        guard context.isRehearsal else {
            throw Refusal(
                "No client has this id, and the id of a new one is given here.",
                remedy: "Leave the id out: the answer names the one that is given. To mend a"
                    + " registration, check the id.")
        }
        guard wish.isInForm else {
            throw Refusal(
                "The id is not in the form of one: it is in every record of the client.",
                remedy: "Leave it out, and one is given; or take small letters, digits and single"
                    + " dashes, a digit at the end (c-0042), that say nothing of the person.")
        }
        guard wish.number == nil || !charts.keys.contains(where: { $0.number == wish.number })
        else {
            throw Refusal(
                "Another client's id has the same number.",
                remedy: "Leave the id out, and one is given.")
        }
        return wish
    }

    /// Two charts of one person hide from each other what each knows.
    private func checkIsSomebodyNew(_ command: RegisterClient) throws(Refusal) {
        let (name, contact) = (SearchText(command.name), SearchText(command.contact))
        let isKnown = charts.values.contains { chart in
            guard let known = chart.identity else { return false }
            return SearchText(known.name) == name
                && SearchText(known.contact).isSameContact(as: contact)
        }
        guard isKnown else { return }
        throw Refusal(
            "Somebody of this name and this contact is registered already.",
            remedy: "Look with `cairn client find`. For another person, add to the contact what"
                + " tells the two apart.")
    }

    /// A second registration mends what was entered in error, and is refused otherwise.
    private func complete(
        _ chart: Chart, of client: ClientID, by command: RegisterClient
    ) throws(Refusal) -> Decision {
        let known = chart.registration
        let identity = command.identity(of: client)
        let isSame =
            known.ages == command.ages && known.language == command.language
            && (chart.identity ?? identity) == identity
        guard isSame else {
            throw Refusal(
                "This id is already given to a client who was registered with other content.",
                remedy: "Leave the id out for another client; to correct the first, retract it.")
        }
        var missing: [any Event] = chart.identity == nil ? [identity] : []
        if !chart.hasConsent { missing.append(.treatment(of: client)) }
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
}

extension RegisterClient {
    /// Who the client is.
    fileprivate func identity(of client: ClientID) -> IdentityRecorded {
        IdentityRecorded(client: client, name: name, contact: contact)
    }
}

extension Event where Self == ConsentGiven {
    /// The consent without which no record may be opened.
    fileprivate static func treatment(of client: ClientID) -> ConsentGiven {
        ConsentGiven(client: client, purpose: ConsentGiven.treatment)
    }
}
