internal import Messages

extension Charts {
    func require(_ command: RequireCertification) throws -> Decision {
        let chart = try known(command.client)
        guard !command.payer.isBlank else {
            throw Refusal("The payer is not named.", remedy: "Say who pays, in a word.")
        }
        try check(command.replaces, isStanding: chart.requirement?.event, of: "payer's wish")
        return Decision([
            CertificationRequired(
                client: command.client, payer: command.payer, isRequired: command.isRequired)
        ])
    }

    func certify(_ command: CertifyTreatment, by actor: Actor, in context: Context) throws
        -> Decision
    {
        let (chart, stay) = try enrolled(command.client)
        guard chart.requirement?.isRequired == true else {
            throw Refusal(
                "Nobody said that the payer wants a certification.",
                remedy: "Record who pays first: `cairn certification require`.")
        }
        let days = context.now.today.days(until: command.from)
        guard abs(days) <= TreatmentTerms.daysCertifiedAhead else {
            throw Refusal(
                "The first day is too far from today.",
                remedy: "Certify from a day within \(TreatmentTerms.daysCertifiedAhead) days of "
                    + "today.")
        }
        let through = command.from.advanced(by: TreatmentTerms.daysCertified - 1)
        guard chart.certified.map({ $0.through < through }) ?? true else {
            throw Refusal(
                "The treatment is certified for longer already.",
                remedy: "Certify from the day after the last one that is certified.")
        }
        return Decision(
            [
                TreatmentCertified(
                    client: command.client, enrollment: stay.enrollment, from: command.from,
                    through: through, signer: actor.staff)
            ], guidance: ["It is certified through \(through)."])
    }
}
