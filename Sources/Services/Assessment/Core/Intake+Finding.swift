internal import ClinicalRules
internal import Messages

extension Intake {
    /// Who has these words in name or contact, by name.
    func found(by query: FindClients) throws(Refusal) -> [FoundClient] {
        let wanted = SearchText(query.text)
        guard !wanted.isTooShort else {
            throw Refusal(
                "That is too little to look for.",
                remedy: "Give three letters of the name, or three digits of the number, or more.")
        }
        let found = charts.compactMap { client, chart -> FoundClient? in
            guard let identity = chart.identity,
                wanted.isFound(in: SearchText(identity.name), SearchText(identity.contact))
            else { return nil }
            return FoundClient(client: client, name: identity.name, contact: identity.contact)
        }
        return Array(
            found.sorted { ($0.name, $0.client) < ($1.name, $1.client) }
                .prefix(FindClients.most))
    }

    /// What of a form was answered, and can be gone on with: it is of the last day, and something
    /// of it was not come to.
    func begun(_ instrument: String, of chart: Chart, at now: Timestamp) -> BegunAnswers? {
        let isOfToday = { (time: Timestamp) in now <= time.advanced(byHours: BegunForm.hours) }
        guard instrument == BegunForm.intake else {
            guard let form = chart.evidence.forms[instrument]?.partial, isOfToday(form.at) else {
                return nil
            }
            return BegunAnswers(answers: form.answers, at: form.at)
        }
        let answered = chart.evidence.intake.filter { isOfToday($0.value.at) }
        guard let last = answered.values.map(\.at).max() else { return nil }
        return BegunAnswers(answers: answered.mapValues(\.answer), at: last)
    }
}
