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
        guard let instrument = instrument(command.instrument) else {
            let sign = DangerSign.unreadable(command.instrument)
            let tidings = tidings(
                of: [sign], about: chart, from: submission, of: command.instrument, in: &context)
            let known = knownInstruments.joined(separator: ", ")
            return Decision(
                [submitted] + tidings.events,
                guidance: tidings.guidance + [
                    "The answers are kept, not scored: the known instruments are \(known)."
                ])
        }
        let bands = context.clinic.policies.withdrawalBands
        let signs = instrument.dangerSigns(
            in: command.answers, banding: bands, isHighRisk: chart.isHighRisk)
        let tidings = tidings(
            of: signs, about: chart, from: submission, of: instrument.id, in: &context)
        let judged = instrument.judge(command.answers, banding: bands)
        let score = judged.score.map { score in
            QuestionnaireScored(
                client: command.client, submission: submission, instrument: instrument.id,
                policy: score.policy, scores: score.scores, bands: score.bands, flags: score.flags,
                use: instrument.use(told: score))
        }
        let worse = score.map { worsenings(of: instrument, submitted, $0, in: chart, at: context) }
        return Decision(
            [submitted] + tidings.events + [score].compactMap { $0 } + (worse ?? []),
            guidance: tidings.guidance
                + stillOpen(in: chart, beside: signs, screenedBy: instrument.id)
                + endedUse(of: instrument.id)
                + judged.problems.map(\.description)
                + (score == nil ? ["The answers are kept, and not scored."] : []))
    }

    func answer(_ command: AnswerIntake, in context: inout Context) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        guard !command.answers.isEmpty else {
            throw Refusal(
                "No question is answered.",
                remedy: "Answer 1 for yes or 0 for no: \(IntakeQuestion.known.listed).")
        }
        let signs = concernPolicy.dangerSigns(in: command.answers, beside: chart.evidence)
        let tidings = tidings(of: signs, about: chart, in: &context)
        var draft = Draft(self, in: context)
        // Whoever is asked the questions again is on the way to a level of care again, and all who
        // keep in touch hear of it.
        if [.declined, .ended].contains(chart.standing) {
            draft.record(
                ReassessmentOpened(
                    client: command.client, reason: "The questions of an intake were asked again."))
        }
        draft.record(IntakeAnswered(client: command.client, answers: command.answers))
        for event in tidings.events { draft.record(event) }
        return Decision(
            draft.events,
            guidance: tidings.guidance + unread(command.answers)
                + draft.state.stillMissing(of: command.client, in: context))
    }

    /// One alert for each sign, due as the clinic's policy says.
    func alerts(
        _ signs: [DangerSign], about client: ClientID, from submission: SubmissionID?,
        of concerns: [AlertKind: ConcernID], in context: inout Context
    ) -> [RiskAlerted] {
        var hours = StaffHours(context.clinic, away: duties.away)
        let now = context.now.utc
        return signs.map { sign in
            RiskAlerted(
                client: client, alert: context.identifier(Alert.self), kind: sign.kind,
                urgency: sign.urgency, submission: submission, concern: concerns[sign.kind],
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

extension Instrument {
    /// What a whole form tells of use; `nil` where it does not ask about it.
    fileprivate func use(told score: FormScore) -> UseTold? {
        use.flatMap { score.scores[$0.scale] }.map { UseTold(score: $0, days: lookbackDays) }
    }
}

extension RiskAlerted {
    /// The alert in a sentence, for the staff member who handed the form in.
    var told: String {
        (urgency == .now ? "Now: " : "Today: ") + guidance
    }
}
