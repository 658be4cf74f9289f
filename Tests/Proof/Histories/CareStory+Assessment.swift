import Messages
import TestKit

/// Forms, dangers, gates and waits, beyond what an intake needs.
extension CareStory {
    mutating func assess() throws -> String {
        let client = clients[dice.below(clients.count)]
        switch dice.below(8) {
        case 0, 1, 2: return try handInForm(of: client)
        case 3:
            let kind = AlertKind.known[dice.below(AlertKind.known.count)]
            try send(
                ReportDanger(
                    client: client, kind: kind,
                    urgency: AlertUrgency.known[dice.below(2)], account: "A sister phoned."),
                by: .frontDesk)
            return "\(kind) of \(client) is told"
        case 4: return try takeCharge()
        case 5: return try closeConcern()
        case 6: return try clearGate(of: client)
        default: return try lookAtWait(of: client)
        }
    }

    /// A form that is whole, or of which something is missing or refused; some tell of danger.
    private mutating func handInForm(of client: ClientID) throws -> String {
        let forms: [(id: String, keys: [String], most: Int)] = [
            ("phq-9", (1...10).map(String.init), 3), ("phq-2", ["1", "2"], 3),
            ("c-ssrs-screener", ["q1", "q2", "q3", "q4", "q5", "q6", "q6_3m"], 1),
            (
                "bam-iop",
                (1...17).flatMap {
                    $0 == 7 ? ["A", "B", "C", "D", "E", "F", "G"].map { "7\($0)" } : ["\($0)"]
                },
                4
            ),
            ("ciwa-ar", (1...9).map(String.init) + ["10"], 4),
        ]
        let form = forms[dice.below(2) == 0 ? 0 : dice.below(forms.count)]
        // Half of them are as quiet as can be.
        let most = dice.below(2) == 0 ? 0 : form.most
        var answers: [String: ItemAnswer] = [:]
        for key in form.keys {
            // The income of the BAM has two answers alone.
            let value = key == "14" ? 0 : dice.below(most + 1)
            answers[key] = ItemAnswer(value: value)
        }
        switch dice.below(6) {
        case 0: answers[form.keys[dice.below(form.keys.count)]] = nil
        case 1: answers[form.keys[dice.below(form.keys.count)]] = ItemAnswer(missing: .refused)
        default: break
        }
        try send(
            SubmitQuestionnaire(client: client, instrument: form.id, answers: answers),
            by: .nurse)
        return "\(form.id) of \(client)"
    }

    private mutating func takeCharge() throws -> String {
        let alerts = try world.view(OpenAlerts())
        guard !alerts.isEmpty else { return "no alert" }
        let alert = alerts[dice.below(alerts.count)]
        try send(
            AcknowledgeAlert(client: alert.client, alert: alert.alert, action: "Went there."),
            by: .nurse)
        return "\(alert.kind) of \(alert.client) is taken"
    }

    private mutating func closeConcern() throws -> String {
        let told = try world.facts(of: .assessment).compactMap { $0.event as? ConcernOpened }
        guard !told.isEmpty else { return "no concern" }
        let concern = told[dice.below(told.count)]
        let levels: [(RiskLevel, Int)] = [(.low, 90), (.moderate, 30), (.high, 7)]
        let (level, most) = levels[dice.below(3)]
        try send(
            CloseConcern(
                client: concern.client, kind: concern.kind, level: level, action: "Screened.",
                hasSafetyPlan: dice.below(2) == 0,
                nextScreen: world.moment.now.today.advanced(by: 1 + dice.below(most))),
            by: .clinician)
        return "\(concern.kind) of \(concern.client) is closed"
    }

    private mutating func clearGate(of client: ClientID) throws -> String {
        guard let gates = try world.ask(PlacementView(client: client))?.gates, !gates.isEmpty
        else { return "no gate" }
        let gate = gates[dice.below(gates.count)]
        // Now and then by somebody who may not.
        let role = dice.below(4) == 0 ? .nurse : gate.clearedBy.first ?? .prescriber
        try send(
            ClearGate(
                client: client, gate: gate.gate, act: gate.acts.first ?? "none",
                finding: "Looked at."), by: role)
        return "\(gate.gate) of \(client) is cleared"
    }

    private mutating func lookAtWait(of client: ClientID) throws -> String {
        let placed = try world.facts(of: .assessment).compactMap {
            $0.event as? PlacementConfirmed
        }
        guard let wait = placed.last(where: { $0.available != nil }) else {
            return "\(client) waits for nothing"
        }
        try send(
            ReviewInterim(
                client: wait.client, placement: wait.placement, isAvailable: dice.below(3) == 0,
                words: "Goes on."), by: .caseManager)
        return "the wait of \(wait.client) is looked at"
    }
}
