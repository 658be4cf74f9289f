internal import Messages

// What a client consents to beside treatment, by a name that therapies and the clinic's forms have.

extension Intake {
    /// Records a consent, or another last day of one that is live.
    func consent(_ command: RecordConsent, in context: Context) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        try checkName(command.purpose)
        let today = context.now.today
        let given = command.given ?? today
        guard given <= today else {
            throw Refusal(
                "Nobody consents on a day that is to come.",
                remedy: "Give the day on which the form was signed, or leave it out for today.")
        }
        guard command.expires.map({ today <= $0 }) ?? true else {
            throw Refusal(
                "The consent would be over already.",
                remedy: "Give a last day from today on, or none.")
        }
        if let known = chart.consents.words[command.purpose] {
            if let withdrawn = known.withdrawn, given < withdrawn {
                throw Refusal(
                    "The client took this consent back on \(withdrawn), after that day.",
                    remedy: "Ask again, and give the day on which the client signs anew.")
            }
            guard !known.isLive(on: today) || known.expires != command.expires else {
                throw Refusal(
                    "This consent is recorded already.", remedy: "Nothing needs to be done.")
            }
        }
        guard
            chart.consents.words[command.purpose] != nil
                || chart.consents.words.count < ConsentBook.most
        else {
            throw Refusal(
                "The client has \(ConsentBook.most) consents, and more are not kept.",
                remedy: "Take a purpose that the client has: `cairn consent list`.")
        }
        return Decision([
            ConsentGiven(
                client: command.client, purpose: command.purpose, expires: command.expires,
                given: given)
        ])
    }

    /// Records that a consent is taken back.
    func withdraw(_ command: WithdrawConsent, in context: Context) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        try checkName(command.purpose)
        let today = context.now.today
        guard let known = chart.consents.words[command.purpose] else {
            throw Refusal(
                "The client has given no consent of that name.",
                remedy: "`cairn consent list` shows to those who may see it what is recorded.")
        }
        guard known.withdrawn == nil else {
            throw Refusal(
                "This consent is taken back already.", remedy: "Nothing needs to be done.")
        }
        let day = command.withdrawn ?? today
        guard day <= today else {
            throw Refusal(
                "That day is to come.",
                remedy: "Leave the day out: a consent ends as soon as the client says so.")
        }
        return Decision(
            [
                ConsentWithdrawn(
                    client: command.client, purpose: command.purpose, withdrawn: day)
            ],
            guidance: [
                "It counts no more, from now on. What was planned on it is planned again: see"
                    + " `cairn client show \(command.client)`."
            ])
    }

    /// What a client has consented to, in order.
    func consents(of client: ClientID, at now: Moment) throws(Refusal) -> [ConsentLine] {
        let chart = try chart(of: client)
        return chart.consents.words.sorted { $0.key < $1.key }.map { purpose, word in
            ConsentLine(
                purpose: purpose, given: word.given ?? now.localDate(of: word.recorded),
                expires: word.expires, withdrawn: word.withdrawn,
                isLive: word.isLive(on: now.today), event: word.event)
        }
    }

    private static let longestName = 64

    private static func isName(_ purpose: String) -> Bool {
        purpose.count <= longestName && Identity(purpose) != nil
    }

    /// The consent to treatment is no name: it comes with the registration, and goes as treatment is
    /// declined.
    private func checkName(_ purpose: String) throws(Refusal) {
        guard purpose != ConsentGiven.treatment else {
            throw Refusal(
                "The consent to treatment comes with the registration.",
                remedy: "Whoever takes it back declines treatment: `cairn client decline`.")
        }
        guard Self.isName(purpose) else {
            throw Refusal(
                "The purpose is not the name of a consent.",
                remedy: "Use small letters, digits and dashes, as family-involvement.")
        }
    }
}
