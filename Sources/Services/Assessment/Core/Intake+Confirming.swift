internal import ClinicalRules
internal import Messages

extension Intake {
    /// Days from today in which a transfer from residential care may lie: one may be written down
    /// late. Cairn's own numbers, against slips.
    private static let daysOfTransfer = -30...90

    func confirm(
        _ command: ConfirmPlacement, by actor: Actor, in context: Context
    ) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        guard let placement = chart.placement,
            placement.recommended.placement == command.placement
        else {
            throw Refusal(
                "This is not the client's latest recommendation.",
                remedy: "Look the client up in the intake list, or ask for a new recommendation.")
        }
        guard !placement.isConfirmed else {
            let deed = placement.confirmedBy.map { ", \($0.said(in: context.clinic))" } ?? ""
            throw Refusal(
                "This recommendation is confirmed already\(deed).",
                remedy:
                    "See `cairn client show`. To change the level, ask for a new recommendation.")
        }
        let recommended = placement.recommended
        let edition = try edition(recommended.edition)
        let open = try openGates(recommended, for: chart, edition: edition, at: context.now.utc)
        let untreated = open.filter { open in
            command.levels.contains { !open.gate.satisfiedBy.contains($0) }
        }
        try checkLevels(command, by: edition)
        try checkGates(untreated, command, by: actor)
        let isDecided = try decidesAgainstDanger(command, for: chart, by: actor)
        try checkReason(
            command, of: recommended, isNeeded: !untreated.isEmpty || isDecided)
        try checkWait(command)
        try checkTransfer(command.stepDown, on: context.now.today)
        let isOurs = context.clinic.entry(at: command.level) != nil
        let refer =
            "This clinic has no phase of level \(command.level): refer the client, "
            + "and agree on the next contact."
        return Decision(
            [confirmed(command, recommended, chart, past: untreated)],
            guidance: [chart.concerns.sentence].compactMap(\.self) + (isOurs ? [] : [refer]))
    }

    private func confirmed(
        _ command: ConfirmPlacement, _ recommended: PlacementRecommended, _ chart: Chart,
        past gates: [OpenGate]
    ) -> PlacementConfirmed {
        let reason = command.overrideReason.flatMap { $0.isBlank ? nil : $0 }
        let waits = command.available != nil
        let code = command.reasonCode ?? (waits ? .notAvailable : reason.map { _ in .said })
        return PlacementConfirmed(
            client: command.client, placement: command.placement, indicated: recommended.level,
            placed: command.level, overrideReason: reason, ages: chart.registration.ages,
            reasonCode: code, available: command.available,
            interim: waits ? command.interim : nil, stepDown: command.stepDown,
            openGates: gates.map(\.gate.id))
    }

    /// The gates that are open now. A recommendation that newer evidence contradicts is not for
    /// confirming; that a gate was cleared since is what it waited for.
    private func openGates(
        _ recommended: PlacementRecommended, for chart: Chart, edition: PlacementEdition,
        at now: Timestamp
    ) throws(Refusal) -> [OpenGate] {
        let judged = policy.judge(chart.evidence, edition: edition, at: now)
        let isAsBefore = judged.level == recommended.level && recommended.policy == policy.id
        guard isAsBefore, judged.gates.allSatisfy({ recommended.hardStops.contains($0.gate.id) })
        else {
            throw Refusal(
                "What is known of the client has changed since this recommendation.",
                remedy: "Ask for a new recommendation."
                    + tooOld(in: chart, edition: edition, at: now))
        }
        return judged.gates
    }

    private func checkLevels(
        _ command: ConfirmPlacement, by edition: PlacementEdition
    ) throws(Refusal) {
        let known = "Use one of: \(edition.levels.map(\.level).listed)."
        for level in command.levels where edition.rank(level) == nil {
            throw Refusal("The level of care is not known in \(edition.id).", remedy: known)
        }
        if let code = command.reasonCode, !code.isKnown {
            throw Refusal(
                "The code of the reason is not known.",
                remedy: "Use one of: \(PlacementReason.known.listed).")
        }
    }

    /// A level that does not treat what a gate has found is chosen by those alone who may overrule
    /// it, with a reason: also the indicated one, and the one that can be had meanwhile.
    private func checkGates(
        _ gates: [OpenGate], _ command: ConfirmPlacement, by actor: Actor
    ) throws(Refusal) {
        guard let first = gates.first else { return }
        let held = gates.map { "\($0.gate.id) (\($0.value))" }.joined(separator: ", ")
        let mayOverrule = policy.overruledBy.contains(actor.role)
        let hasReason = command.overrideReason.map { !$0.isBlank } ?? false
        guard mayOverrule, hasReason else {
            let roles = policy.overruledBy.listed
            throw Refusal(
                "The \(command.named) does not treat what is open: \(held).",
                remedy: mayOverrule
                    ? "Say why in `overrideReason`, or have it cleared: \(first.remedy)."
                    : "Have it cleared (\(first.remedy)), choose a level that treats it, or ask "
                        + "one of \(roles) to confirm with a reason.")
        }
    }

    private func checkReason(
        _ command: ConfirmPlacement, of recommended: PlacementRecommended, isNeeded isOpen: Bool
    ) throws(Refusal) {
        let hasReason = command.overrideReason.map { !$0.isBlank } ?? false
        let isNeeded = command.level != recommended.level || isOpen
        if isNeeded, !hasReason {
            throw Refusal(
                "The level differs from the indicated one, and no reason is given.",
                remedy: "Say why, or confirm the indicated level.")
        }
        if !isNeeded, hasReason, command.available == nil {
            throw Refusal(
                "A reason is given, but the level is the indicated one.",
                remedy: "Leave the reason out, or choose the level that you mean.")
        }
    }

    /// Who has to wait for a level has something meanwhile; who steps down comes from somewhere.
    private func checkWait(_ command: ConfirmPlacement) throws(Refusal) {
        let interim = command.interim.map { !$0.isBlank } ?? false
        if command.available == command.level {
            throw Refusal(
                "The level that can be had now is the chosen one.",
                remedy: "Leave `available` out: nobody has to wait.")
        }
        if command.available != nil, !interim {
            throw Refusal(
                "Nothing is said of the care until the level can be had.",
                remedy: "Say in `interim` what is done for the client meanwhile.")
        }
        if command.available == nil, interim {
            throw Refusal(
                "Care is agreed until the level can be had, and nobody has to wait.",
                remedy: "Say in `available` which level can be had now.")
        }
    }

    /// Who steps down comes from somewhere, and soon: nobody waits for a slip of the pen.
    private func checkTransfer(_ from: StepDown?, on today: LocalDate) throws(Refusal) {
        guard let from else { return }
        guard !from.program.isBlank, from.level.isKnown else {
            throw Refusal(
                "Where the client steps down from is missing.",
                remedy: "Name the program and its level: \(LevelOfCare.known.listed).")
        }
        let days = Intake.daysOfTransfer
        guard days.contains(today.days(until: from.transfer)) else {
            throw Refusal(
                "The day of the transfer cannot be right.",
                remedy: "Give a day from \(today.advanced(by: days.lowerBound)) to"
                    + " \(today.advanced(by: days.upperBound)).")
        }
    }
}

extension ConfirmPlacement {
    /// The levels at which the client is, or may be meanwhile.
    var levels: [LevelOfCare] { [level, available].compactMap(\.self) }

    /// What they are called where one of them does not do.
    var named: String {
        available == nil ? "chosen level" : "chosen level, or the one that can be had now,"
    }
}
