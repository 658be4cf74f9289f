import PluginKit

/// Relapse prevention: a map of triggers, a plan for fifteen minutes, warning signs, and a lapse that
/// is taken for an event. What a client finds goes into the plan for afterwards.
///
/// After Larimer, Palmer and Marlatt, *Alcohol Res Health* 1999;23:151–160 (NIAAA). Modules and their
/// practice follow the contract's own rule: one for each session attended.
@main
struct RelapsePrevention: Therapy {
    private var clients: [ClientID: Risk] = [:]

    private static let clinicians: [Role] = [.clinician, .clinicalSupervisor]
    private static let coping = "coping"
    private static let mapDays = 7

    mutating func apply(_ fact: PluginFact) {
        guard let client = fact.client else { return }
        if let line = fact.as(PlanLineAdded.self) {
            clients[client, default: Risk()].add(line)
        } else if fact.as(ReturnToUseReported.self) != nil {
            clients[client, default: Risk()].lapse(on: fact.date)
        } else if let given = fact.as(PracticeAssigned.self), given.practice == "trigger-map" {
            clients[client, default: Risk()].map(on: fact.date)
        } else if fact.as(ReviewProposed.self) != nil {
            clients[client, default: Risk()].warn()
        } else if let form = fact.as(QuestionnaireScored.self) {
            if form.isRiskHigh == false { clients[client]?.ease() }
        } else if fact.as(StepUpProposed.self) != nil {
            clients[client, default: Risk()].proposeStepUp()
        } else if let ended = fact.as(DutyEnded.self),
            ended.name == PluginAct.proposeStepUp.rawValue
        {
            clients[client]?.decideStepUp()
        }
    }

    func recorded(_ record: RecordAdded, in context: PluginContext) -> [Action] {
        guard let client = record.client else { return [] }
        switch record.name {
        case "trigger": return trigger(record, of: client, in: context)
        case "warning-sign":
            return lines(.warningSign, [record.text("sign")].compactMap(\.self), of: client)
        case "fifteen-minute-plan":
            return lines(.coping, record.texts("steps"), of: client) + [
                .closeDuty(client: client, name: Self.coping)
            ]
        default: return []
        }
    }

    func happened(_ fact: PluginFact, in context: PluginContext) -> [Action] {
        if let form = fact.as(QuestionnaireScored.self) { return read(form, in: context) }
        if let test = fact.as(TestResulted.self), !test.unexpected.isEmpty {
            return mapAgain(test.client, in: context)
        }
        if let lapse = fact.as(ReturnToUseReported.self) {
            return answer(to: lapse.client, on: fact.date, in: context)
        }
        return []
    }

    // MARK: The plan for afterwards.

    /// A trigger and its coping stand in the plan; a strong one without coping is somebody's.
    private func trigger(_ record: RecordAdded, of client: ClientID, in context: PluginContext)
        -> [Action]
    {
        let situation = [record.text("situation")].compactMap(\.self)
        let coping = [record.text("coping")].compactMap(\.self)
        let written = lines(.trigger, situation, of: client) + lines(.coping, coping, of: client)
        guard coping.isEmpty,
            record.integer("risk") ?? 0 >= context.integer("strong-risk") ?? .max
        else { return written }
        return written + practice("fifteen-minute-plan", for: client, in: context) + [
            .duty(
                client: client, name: Self.coping, roles: Self.clinicians, dueStaffHours: 16,
                what: "A strong trigger has no coping yet. Write the plan for fifteen minutes with"
                    + " the client: leave, call, do.")
        ]
    }

    private func lines(_ kind: PlanLineKind, _ texts: [String], of client: ClientID) -> [Action] {
        var seen: Set<String> = []
        return texts.filter {
            seen.insert($0).inserted && clients[client]?.hasLine(kind, $0) != true
        }.map { .planLine(client: client, kind: kind, text: $0) }
    }

    // MARK: Signs.

    private func read(_ form: QuestionnaireScored, in context: PluginContext) -> [Action] {
        if form.instrument == "warning-signs" {
            guard let sum = form.scores["total"], let limit = context.integer("warning-sum"),
                sum >= limit
            else { return [] }
            return [
                .duty(
                    client: form.client, name: "warning-signs", roles: Self.clinicians,
                    dueStaffHours: 8,
                    what:
                        "Warning signs sum to \(sum) of 24. Go through them with the client: which"
                        + " came first, and what helped before?")
            ]
        }
        guard form.isRiskHigh == true, clients[form.client]?.isWarned != true else { return [] }
        return [
            .proposeReview(
                client: form.client,
                why: "The Brief Addiction Monitor shows more risk than protection. Look at the"
                    + " triggers of this week and at what protected before.")
        ]
    }

    /// What a test found is no lapse before a person has judged it.
    private func mapAgain(_ client: ClientID, in context: PluginContext) -> [Action] {
        let latest = context.date.advanced(by: -Self.mapDays)
        if let mapped = clients[client]?.mapped, mapped > latest { return [] }
        return practice("trigger-map", for: client, in: context)
    }

    /// A lapse is an event: it is talked over at once, before it is taken for a failure.
    private func answer(to client: ClientID, on day: LocalDate, in context: PluginContext)
        -> [Action]
    {
        let talk = Action.duty(
            client: client, name: "after-lapse", roles: Self.clinicians, dueStaffHours: 8,
            what: "The client lapsed. Talk of it as one event: what led to it, what the client"
                + " thinks it says, and the plan for the next fifteen minutes.")
        let risk = clients[client] ?? Risk()
        let days = context.integer("lapse-days") ?? 0
        let count = risk.lapses(since: day.advanced(by: -days))
        let actions = [talk] + practice("lapse-steps", for: client, in: context)
        guard count >= context.integer("lapses-for-step-up") ?? .max, !risk.isStepUpProposed else {
            return actions
        }
        return actions + [
            .proposeStepUp(
                client: client,
                why: "\(count) lapses were told within \(days) days. Consider more intensive care"
                    + " with the client.")
        ]
    }

    private func practice(_ name: String, for client: ClientID, in context: PluginContext)
        -> [Action]
    {
        context.contract.practice(name).map {
            [context.assign($0, to: client, from: context.date)]
        } ?? []
    }
}

extension QuestionnaireScored {
    /// Whether a Brief Addiction Monitor shows more risk than protection; `nil` for another form.
    fileprivate var isRiskHigh: Bool? {
        guard ["bam", "bam-iop"].contains(instrument), let risk = scores["risk"],
            let protective = scores["protective"]
        else { return nil }
        return risk > protective
    }
}
