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
        case let command as AcknowledgeAlert: try acknowledge(command, by: actor, in: context)
        case let command as ReportDanger: try report(command, in: &context)
        case let command as CloseConcern: try close(command, in: context)
        case let command as RateDimension: try rate(command, by: actor, in: context)
        case let command as RecommendPlacement: try recommend(command, in: &context)
        case let command as ConfirmPlacement: try confirm(command, by: actor, in: context)
        case let command as ClearGate: try clear(command, by: actor, in: context)
        case let command as ReviewInterim: try review(command)
        case let command as ReviewOverrides: try review(command)
        case let command as RecordConsent: try consent(command, in: context)
        case let command as WithdrawConsent: try withdraw(command, in: context)
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

    func change(_ command: ChangeCommitments) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        guard command.replaces == chart.commitmentsEvent else {
            throw Refusal(
                "The client's commitments do not stand by the event that is replaced: somebody "
                    + "changed or corrected them.",
                remedy: "Now they stand by \(chart.commitmentsEvent). Look at them with "
                    + "`cairn client show`, and change them with `cairn client busy`.")
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
            guidance: (hasAlert
                ? ["An alert of this client is still open: acknowledge it before you part."] : [])
                + [chart.concerns.sentence].compactMap(\.self))
    }
}

extension Sequence where Element: OpenEnumeration {
    /// The words, for a person to choose from.
    var listed: String { map(\.rawValue).joined(separator: ", ") }
}
