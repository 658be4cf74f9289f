internal import ClinicalRules
internal import Messages

extension Intake {
    /// Keeps a form in any state, judges its danger signs, and scores it when it is whole.
    func submit(
        _ command: SubmitQuestionnaire, in context: inout Context
    ) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        let submission = context.identifier(Submission.self)
        let submitted = QuestionnaireSubmitted(
            client: command.client, submission: submission, instrument: command.instrument,
            answers: command.answers)
        guard let instrument = InstrumentLibrary.instrument(command.instrument) else {
            let sign = DangerSign.unreadable(command.instrument)
            let alerts = alerts([sign], about: command.client, from: submission, in: &context)
            let known = InstrumentLibrary.instruments.keys.sorted().joined(separator: ", ")
            return Decision(
                [submitted] + alerts.map { $0 as any Event },
                guidance: alerts.map(\.told) + [
                    "The answers are kept, not scored: the known instruments are \(known)."
                ])
        }
        let bands = context.clinic.policies.withdrawalBands
        let signs = instrument.dangerSigns(
            in: command.answers, banding: bands, isScreenHigh: chart.isScreenHigh)
        let alerts = alerts(signs, about: command.client, from: submission, in: &context)
        let judged = instrument.judge(command.answers, banding: bands)
        let score = judged.score.map {
            QuestionnaireScored(
                client: command.client, submission: submission, instrument: instrument.id,
                policy: $0.policy, scores: $0.scores, bands: $0.bands, flags: $0.flags)
        }
        let worse = score.map { worsenings(of: instrument, submitted, $0, in: chart, at: context) }
        return Decision(
            [submitted] + alerts.map { $0 as any Event } + [score].compactMap { $0 }
                + (worse ?? []),
            guidance: alerts.map(\.told) + judged.problems.map(\.description)
                + (score == nil ? ["The answers are kept, and not scored."] : []))
    }

    func answer(_ command: AnswerIntake, in context: inout Context) throws(Refusal) -> Decision {
        _ = try chart(of: command.client)
        guard !command.answers.isEmpty else {
            throw Refusal(
                "No question is answered.",
                remedy: "Answer 1 for yes or 0 for no: \(IntakeQuestion.known.listed).")
        }
        let signs = IntakeQuestion.dangerSigns(in: command.answers)
        let alerts = alerts(signs, about: command.client, from: nil, in: &context)
        var draft = Draft(self, in: context)
        draft.record(IntakeAnswered(client: command.client, answers: command.answers))
        for alert in alerts { draft.record(alert) }
        return Decision(
            draft.events,
            guidance: alerts.map(\.told) + unread(command.answers)
                + draft.state.stillMissing(of: command.client, in: context))
    }

    /// One alert for each sign, due as the clinic's policy says.
    private func alerts(
        _ signs: [DangerSign], about client: ClientID, from submission: SubmissionID?,
        in context: inout Context
    ) -> [RiskAlerted] {
        var hours = StaffHours(context.clinic)
        let now = context.now.utc
        return signs.map { sign in
            RiskAlerted(
                client: client, alert: context.identifier(Alert.self), kind: sign.kind,
                urgency: sign.urgency, submission: submission,
                due: hours.due(
                    after: now, within: sign.urgency.term(by: context.clinic.policies),
                    of: sign.kind.roles),
                guidance: sign.guidance)
        }
    }

    /// Intake answers that no rule reads, or that are neither yes nor no.
    private func unread(_ answers: [String: ItemAnswer]) -> [String] {
        answers.sorted { $0.key < $1.key }.compactMap { question, answer in
            guard IntakeQuestion(rawValue: question).isKnown else {
                return "There is no intake question \(question); its answer is kept unread."
            }
            guard let value = answer.given, value != 0, value != 1 else { return nil }
            return "\(question): \(value) is neither 1 for yes nor 0 for no; ask again."
        }
    }
}

extension RiskAlerted {
    /// The alert in a sentence, for the staff member who handed the form in.
    fileprivate var told: String {
        (urgency == .now ? "Now: " : "Today: ") + guidance
    }
}
