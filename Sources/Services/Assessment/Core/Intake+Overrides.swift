internal import ClinicalRules
internal import Messages

extension Intake {
    func review(_ command: ReviewOverrides) throws(Refusal) -> Decision {
        guard !command.words.isBlank else {
            throw Refusal(
                "The words are empty.",
                remedy: "Say what was found, and what is done about it: `cairn overrides look`.")
        }
        let rates = decisions.waiting(by: policy.overrides)
        return Decision(
            [OverridesReviewed(rates: rates, words: command.words)],
            guidance: rates.isEmpty ? ["No rate waited for a look: this one is kept."] : [])
    }

    /// A rate outside the limits that nobody looked at is the duty of who answers for the rules. One
    /// look is of all of them.
    func overrideDuties() -> [DutyNeed] {
        guard let since = decisions.unlooked else { return [] }
        return [
            DutyNeed(
                .reviewOverrides, client: nil, about: "overrides",
                roles: [.clinicalSupervisor, .director], since: since, term: .staffHours(40),
                words: "Somebody chose another level of care than the indicated one hardly ever, or"
                    + " very often. Look whose rate it is, talk it over, and write down what was"
                    + " found.")
        ]
    }
}
