package import Messages

extension Charts {
    package func permitRetraction(of fact: Fact) throws {
        guard let client = fact.event.subject, let chart = charts[ClientID(client)] else { return }
        switch fact.event {
        case is UrineTestLapsed: throw Charts.followsFromChance
        case let event as UrineTestOrdered:
            guard !event.isDrawn else { throw Charts.followsFromChance }
            try permit(chart.test(event.test)?.collection == nil, later: "what became of the test")
        case let event as CollectionRecorded:
            try permit(chart.test(event.test)?.result == nil, later: "the result")
            try permit(chart.test(event.test)?.judgement == nil, later: "the decision on it")
        case let event as TestResulted:
            try permit(chart.test(event.test)?.judgement == nil, later: "the decision on it")
        case is TreatmentPlanWritten:
            try permit(chart.signed?.plan.event != fact.id, later: "the signature")
        case let event as MedicationStarted: try permitChange(fact.id, of: event.medication, chart)
        case let event as MedicationChanged: try permitChange(fact.id, of: event.medication, chart)
        case let event as MedicationStopped: try permitRestart(of: event.medication, chart)
        default: break
        }
    }

    private static let followsFromChance = Refusal(
        "The day was drawn, or passed: nobody entered it.",
        remedy: "Record what became of the test, excused with its reason: `cairn test excused`.")

    private func permit(_ isLast: Bool, later: String) throws {
        guard !isLast else { return }
        throw Refusal(
            "Something later rests on this event.",
            remedy: "Take \(later) back first: `cairn correct` shows it with its number.")
    }

    /// A medication is corrected from its end.
    private func permitChange(_ event: MessageID, of id: MedicationID, _ chart: Chart) throws {
        let standing = chart.medications.first { $0.id == id }?.event
        guard let standing, standing != event else { return }
        throw Refusal(
            "The medication was changed after this event.",
            remedy: "Retract the later change first, event \(standing).")
    }

    /// What was stopped in error and begun again since would be taken twice.
    private func permitRestart(of id: MedicationID, _ chart: Chart) throws {
        guard let name = chart.medications.first(where: { $0.id == id })?.name,
            let again = chart.taken(named: name)
        else { return }
        throw Refusal(
            "The medication was begun again after this event.",
            remedy: "Retract what came later first, event \(again.event).")
    }
}

extension Chart {
    fileprivate func test(_ id: UrineTestID) -> Test? { tests.first { $0.id == id } }
}
