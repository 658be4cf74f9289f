internal import Messages

extension Cohort {
    /// Takes each open assessment one step on: questions and forms in the morning, ratings after
    /// lunch, then the recommendation, and a clinician's decision that day or the next morning.
    func assess(on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday else { return }
        welcomeBack(on: shift, &orders)
        for (client, record) in sorted {
            // Bounds how often what a service refuses is tried again.
            guard let judgement = record.judgement, shift.days(since: judgement.opened) <= 7
            else { continue }
            let need = record.judgements == 0 ? profile(of: client).need : .intensive
            if need == .nothingNow, judgement.hasIntake {
                decline(client, on: shift, &orders)
                continue
            }
            interview(client, record, judgement, need, on: shift, &orders)
            rate(client, judgement, need, on: shift, &orders)
            if shift.isTime(for: 14), isRated(judgement), judgement.recommended == nil,
                isComplete(judgement, client)
            {
                orders.send(
                    RecommendPlacement(client: client), by: [.clinician], on: shift)
            }
            if let recommended = judgement.recommended {
                confirm(client, judgement, recommended, on: shift, &orders)
            }
        }
    }

    /// Who went to withdrawal management and was reached since is assessed again after two weeks.
    private func welcomeBack(on shift: Shift, _ orders: inout Orders) {
        guard shift.isTime(for: 10), shift.weekday <= .thu else { return }
        for (client, record) in sorted where record.judgement == nil && record.judgements == 1 {
            guard profile(of: client).need == .withdrawal, record.situation == .referredOut,
                let placed = record.placedAt, shift.days(since: placed) >= 14,
                let reached = record.lastReached, placed < reached
            else { continue }
            orders.send(
                AnswerIntake(client: client, answers: intakeAnswers(client)),
                by: [.nurse, .clinician], on: shift)
        }
    }

    private func decline(_ client: ClientID, on shift: Shift, _ orders: inout Orders) {
        guard shift.isTime(for: 14) else { return }
        orders.send(
            DeclineTreatment(client: client, reason: "Rehearsal: does not want treatment now."),
            by: [.caseManager, .clinician], on: shift)
    }

    /// Some newcomers are seen the next day; nobody waits over a weekend.
    private func isSeen(_ client: ClientID, _ judgement: Case.Judgement, on shift: Shift) -> Bool {
        shift.weekday >= .thu || shift.days(since: judgement.opened) > 0
            || chance.happens(0.7, "seen-at-once", client.text, judgement.opened.description)
    }

    private func interview(
        _ client: ClientID, _ record: Case, _ judgement: Case.Judgement, _ need: Profile.Need,
        on shift: Shift, _ orders: inout Orders
    ) {
        repeatWithdrawal(client, judgement, need, on: shift, &orders)
        guard shift.isTime(for: 10), isSeen(client, judgement, on: shift) else { return }
        if !judgement.hasIntake {
            orders.send(
                AnswerIntake(client: client, answers: intakeAnswers(client)),
                by: [.nurse, .clinician], on: shift)
        }
        // The questions whether someone is a danger to themselves are put again the next day.
        let isAgain = shift.days(since: judgement.opened) > 0
        for form in forms(client) where !judgement.whole.contains(form) {
            let isPartial = judgement.partial.contains(form)
            guard !isPartial || isAgain else { continue }
            let isFirst = !isPartial && record.judgements == 0
            let answers = answers(to: form, client, need, isFirst: isFirst)
            orders.send(
                SubmitQuestionnaire(client: client, instrument: form, answers: answers),
                by: [.clinician, .nurse], on: shift)
        }
    }

    /// A withdrawal scale tells of a day: until a level is confirmed it is done each morning again.
    private func repeatWithdrawal(
        _ client: ClientID, _ judgement: Case.Judgement, _ need: Profile.Need, on shift: Shift,
        _ orders: inout Orders
    ) {
        guard shift.hour == 8, shift.days(since: judgement.opened) > 0 else { return }
        for form in [Forms.alcoholWithdrawal, Forms.opioidWithdrawal]
        where judgement.whole.contains(form) {
            orders.send(
                SubmitQuestionnaire(
                    client: client, instrument: form,
                    answers: answers(to: form, client, need, isFirst: false)),
                by: [.nurse, .clinician], on: shift)
        }
    }

    /// The forms that this client's substance asks for.
    private func forms(_ client: ClientID) -> [String] {
        var forms = [Forms.depression, Forms.anxiety, Forms.drinking, Forms.suicide]
        if drinksDaily(client) { forms.append(Forms.alcoholWithdrawal) }
        if profile(of: client).substance == .opioid { forms.append(Forms.opioidWithdrawal) }
        return forms
    }

    private func drinksDaily(_ client: ClientID) -> Bool {
        let profile = profile(of: client)
        return profile.need == .withdrawal || profile.substance == .alcohol
    }

    private func intakeAnswers(_ client: ClientID) -> [String: ItemAnswer] {
        var answers: [String: ItemAnswer] = [:]
        for question in IntakeQuestion.known { answers[question.rawValue] = ItemAnswer(value: 0) }
        if drinksDaily(client) {
            answers[IntakeQuestion.recentDailyDrinking.rawValue] = ItemAnswer(value: 1)
        }
        if profile(of: client).substance == .opioid {
            answers[IntakeQuestion.opioidUse.rawValue] = ItemAnswer(value: 1)
        }
        return answers
    }

    private func answers(
        to form: String, _ client: ClientID, _ need: Profile.Need, isFirst: Bool
    ) -> [String: ItemAnswer] {
        let profile = profile(of: client)
        let candour = isFirst ? profile.candour : .open
        let score = chance.whole(3...12, form, client.text)
        switch form {
        case Forms.depression:
            let item9: ItemAnswer =
                switch candour {
                case .refusesSafetyItem: ItemAnswer(missing: .refused)
                case .thoughtsOfDeath: ItemAnswer(value: 1)
                default: ItemAnswer(value: need == .emergency ? 2 : 0)
                }
            return Forms.depression(total: score, item9: item9)
        case Forms.anxiety:
            let answers = Forms.items(7, adding: score, upTo: 3)
            guard candour == .partial else { return answers }
            return answers.merging(["6": ItemAnswer(missing: .notAsked)]) { $1 }
        case Forms.drinking:
            return Forms.items(
                3, adding: profile.substance == .alcohol ? min(12, score + 3) : 1, upTo: 4)
        case Forms.suicide:
            let answers = Forms.suicide(
                isHigh: need == .emergency, hasThoughts: candour == .thoughtsOfDeath)
            guard candour == .partial else { return answers }
            return answers.merging(["q6": ItemAnswer(missing: .refused)]) { $1 }
        case Forms.alcoholWithdrawal:
            return Forms.alcoholWithdrawal(
                total: need == .withdrawal ? min(18, score + 8) : score / 2)
        default: return Forms.opioidWithdrawal(ones: min(9, score))
        }
    }

    private func isComplete(_ judgement: Case.Judgement, _ client: ClientID) -> Bool {
        judgement.hasIntake && judgement.whole.isSuperset(of: forms(client))
    }

    private func isRated(_ judgement: Case.Judgement) -> Bool {
        judgement.rated.isSuperset(of: 1...6)
    }

    private func rate(
        _ client: ClientID, _ judgement: Case.Judgement, _ need: Profile.Need, on shift: Shift,
        _ orders: inout Orders
    ) {
        guard shift.isTime(for: 13), isComplete(judgement, client) else { return }
        let edition = shift.clinic.policies.placementEdition
        for dimension in 1...6 where !judgement.rated.contains(dimension) {
            let command = RateDimension(
                client: client, edition: edition, dimension: dimension,
                rating: rating(of: dimension, client, need, edition: edition),
                evidence: judgement.evidence,
                replaces: cases[client]?.ratings[dimension])
            orders.send(command, by: [.clinician], on: shift)
        }
    }

    /// Ratings of which the highest minimum level is the one that the client needs.
    private func rating(
        of dimension: Int, _ client: ClientID, _ need: Profile.Need, edition: String
    ) -> Int {
        // The dimension of continued use: the fourth edition counts without readiness.
        let use = edition == "asam-4" ? 4 : 5
        let small = chance.whole(0...1, "rating", client.text, "\(dimension)")
        if need == .outpatient || profile(of: client).isOverridden && need == .intensive {
            return dimension == use ? 1 : small
        }
        switch dimension {
        case use: return need == .residential ? 4 : 2
        case 1: return need == .withdrawal ? 3 : small
        default: return small
        }
    }

    private func confirm(
        _ client: ClientID, _ judgement: Case.Judgement, _ recommended: Case.Recommendation,
        on shift: Shift, _ orders: inout Orders
    ) {
        let isLater = shift.days(since: judgement.opened) > 0
        let isSameDay =
            shift.weekday >= .thu || chance.happens(0.7, "confirmed-at-once", client.text)
        guard isSameDay && shift.isTime(for: 15) || isLater && shift.isTime(for: 9) else { return }
        var level = recommended.level
        var reason: String?
        // More care than the ratings ask for, and never past a hard stop.
        if profile(of: client).isOverridden, recommended.level == .outpatient,
            !recommended.hasHardStop
        {
            level = .intensiveOutpatient
            reason = "Rehearsal: two recent losses; the client asks for more structure."
        }
        orders.send(
            ConfirmPlacement(
                client: client, placement: recommended.placement, level: level,
                overrideReason: reason),
            by: [.clinician], on: shift)
    }
}
