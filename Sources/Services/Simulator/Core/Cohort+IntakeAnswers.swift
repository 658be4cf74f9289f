internal import Messages

// What clients answer at an intake, and how they are rated.

extension Cohort {
    /// The forms that this client's substance asks for.
    func intakeForms(of client: ClientID) -> [String] {
        var forms = [Forms.depression, Forms.anxiety, Forms.drinking, Forms.suicide]
        if drinksDaily(client) { forms.append(Forms.alcoholWithdrawal) }
        if profile(of: client).substance == .opioid { forms.append(Forms.opioidWithdrawal) }
        return forms
    }

    private func drinksDaily(_ client: ClientID) -> Bool {
        let profile = profile(of: client)
        return profile.need == .withdrawal || profile.substance == .alcohol
    }

    /// Some of those who drink had a seizure years ago: a gate that a review clears.
    func intakeAnswers(_ client: ClientID) -> [String: ItemAnswer] {
        var answers: [String: ItemAnswer] = [:]
        for question in IntakeQuestion.known { answers[question.rawValue] = ItemAnswer(value: 0) }
        if drinksDaily(client) {
            answers[IntakeQuestion.recentDailyDrinking.rawValue] = ItemAnswer(value: 1)
            if chance.happens(0.3, "seizure-history", client.text) {
                answers[IntakeQuestion.seizureHistory.rawValue] = ItemAnswer(value: 1)
            }
        }
        if profile(of: client).substance == .opioid {
            answers[IntakeQuestion.opioidUse.rawValue] = ItemAnswer(value: 1)
        }
        return answers
    }

    func answers(
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

    /// Ratings of which the highest minimum level is the one that the client needs.
    func rating(
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
}
