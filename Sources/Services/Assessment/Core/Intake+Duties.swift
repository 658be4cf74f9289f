internal import ClinicalRules
package import Messages

extension Intake {
    package func conclude(in context: inout Context) -> [any Event] {
        let reopened = concernsToReopen(in: &context)
        guard reopened.isEmpty else { return reopened }
        // What a danger asks for comes before the same form of an intake.
        let needs =
            alertDuties(by: context.clinic.policies) + concernDuties() + formDuties(in: context)
            + intakeDuties(in: context) + overrideDuties()
        return duties.reconciled(with: needs, in: &context, ending: end)
    }

    /// How a duty ended that is not asked for any more.
    private func end(of duty: OpenDuty) -> DutyEnd {
        if let end = endOfConcernDuty(duty) { return end }
        if duty.kind == .reviewOverrides {
            return decisions.isLooked ? .done : .notNeeded
        }
        guard let client = duty.client, !duty.kind.isAlert else { return .done }
        guard let chart = charts[client] else { return .enteredInError }
        // What opened a gate may also be too old, or entered in error.
        if duty.kind == .clearGate, !chart.isCleared(duty.about) {
            return .notNeeded
        }
        if duty.kind == .fillForm, let instrument = instrument(duty.about) {
            let asked = chart.history.lastAsked(instrument)
            return asked.map { $0.at >= duty.since } ?? false ? .done : .notNeeded
        }
        return chart.standing == .declined ? .notNeeded : .done
    }

    /// The most open alerts that whoever keeps in touch with their clients has, while a colleague who
    /// is there has fewer: an alert that nobody can get to is nobody's. Cairn's own number; a
    /// clinician confirms it.
    private static let mostAlerts = 3

    /// Each alert that nobody took charge of is somebody's duty.
    private func alertDuties(by policies: Policies) -> [DutyNeed] {
        open.values.map { alarm in
            let alerted = alarm.alerted
            return DutyNeed(
                alerted.kind == .safetyQuestionOpen ? .answerQuestion : .acknowledgeAlert,
                client: alerted.client, about: alerted.alert.text, roles: alerted.kind.roles,
                preferred: charts[alerted.client]?.keeper, since: alarm.raised,
                term: alerted.urgency.term(by: policies), words: alerted.guidance,
                mostOfKind: Intake.mostAlerts)
        }
    }

    /// What keeps somebody from a level of care is the duty of whoever can get it.
    private func intakeDuties(in context: Context) -> [DutyNeed] {
        charts.flatMap { client, chart -> [DutyNeed] in
            if let waiting = chart.placement, !waiting.isConfirmed {
                return [.confirming(waiting, of: client, chart)]
                    + gateDuties(of: client, chart, in: context)
            }
            guard chart.standing == .intake else { return waitDuties(of: client, chart) }
            let gates = gateDuties(of: client, chart, in: context)
            let missing = missing(of: chart, in: context)
            guard !missing.isEmpty else { return gates + [.recommending(client, chart)] }
            return gates
                + Set(missing.map(IntakePart.init)).map {
                    $0.need(of: client, chart, in: context)
                }
        }
    }
}

extension DutyKind {
    /// Whether it is about an alert, which stays whatever becomes of the client.
    var isAlert: Bool { self == .acknowledgeAlert || self == .answerQuestion }
}
