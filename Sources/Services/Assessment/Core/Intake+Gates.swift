internal import ClinicalRules
internal import Messages

extension Intake {
    func clear(
        _ command: ClearGate, by actor: Actor, in context: Context
    ) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        guard let gate = policy.gate(command.gate) else {
            throw Refusal(
                "There is no gate of that name.",
                remedy: "They are: \(policy.gates.map(\.id).joined(separator: ", ")).")
        }
        guard let open = openGates(of: chart, in: context).first(where: { $0.gate == gate }) else {
            throw Refusal(
                "This gate is not open.", remedy: "Nothing of it holds the client's level of care.")
        }
        guard gate.clearedBy.contains(actor.role) else {
            throw Refusal(
                "The role \(actor.role) does not clear \(gate.id).",
                remedy: "It is cleared by \(gate.clearedBy.listed).")
        }
        guard gate.acts.contains(where: { $0.id == command.act }) else {
            throw Refusal(
                "This act does not clear \(gate.id).",
                remedy: "Use one of: \(gate.acts.map(\.id).joined(separator: ", ")).")
        }
        guard !command.finding.isBlank else {
            throw Refusal("The finding is empty.", remedy: "Say what was found.")
        }
        var draft = Draft(self, by: actor, in: context)
        draft.record(
            GateCleared(
                client: command.client, gate: gate.id, act: command.act, finding: command.finding,
                opened: open.value, policy: policy.id))
        return Decision(
            draft.events,
            guidance: ["\(gate.id) is cleared. What finds it anew opens it again."]
                + draft.state.stillMissing(of: command.client, in: context))
    }

    /// What holds a client's level of care up now.
    func openGates(of chart: Chart, in context: Context) -> [OpenGate] {
        guard let edition = policy.edition(chart.edition(at: context.clinic)) else { return [] }
        return policy.judge(chart.evidence, edition: edition, at: context.now.utc).gates
    }

    /// Each gate that is open before a placement is the duty of whoever may clear it.
    func gateDuties(of client: ClientID, _ chart: Chart, in context: Context) -> [DutyNeed] {
        openGates(of: chart, in: context).map { open in
            DutyNeed(
                .clearGate, client: client, about: open.gate.id, roles: open.gate.clearedBy,
                since: open.findings.map(\.at).max() ?? chart.since,
                term: .staffHours(open.gate.withinStaffHours),
                words: "\(open.gate.finding) (\(open.value)) holds the level of care up. "
                    + "It takes \(open.gate.acts.map(\.words).joined(separator: " or ")): "
                    + "write down what was found.")
        }
    }
}

extension Chart {
    /// Whether somebody cleared a gate in this assessment.
    func isCleared(_ gate: String) -> Bool { evidence.clearings[gate] != nil }
}

extension OpenGate {
    /// As its readers see it.
    var held: HeldGate {
        HeldGate(
            gate: gate.id, isEmergency: gate.isEmergency, finding: gate.finding, value: value,
            at: findings.map(\.at).max() ?? Timestamp(milliseconds: 0), acts: gate.acts.map(\.id),
            clearedBy: gate.clearedBy, satisfiedBy: gate.satisfiedBy)
    }
}

extension Counterfactual {
    /// As its readers see it.
    var change: LevelChange {
        var change = LevelChange(level: level, upTo: upTo)
        switch what {
        case .rating(let number, let said): (change.dimension, change.rating) = (number, said)
        case .missing(let number): change.dimension = number
        case .cleared(let gate): change.gate = gate
        }
        return change
    }
}
