internal import ClinicalRules
internal import Messages

extension Intake {
    var concernPolicy: ConcernPolicy { .current }

    /// What signs of danger bring about, in order: of each kind a concern is opened or raised, by the
    /// worst sign of it, and each sign is an alert of its concern.
    func tidings(
        of signs: [DangerSign], about chart: Chart, from submission: SubmissionID? = nil,
        of instrument: String? = nil, in context: inout Context
    ) -> (events: [any Event], guidance: [String]) {
        let client = chart.registration.client
        var concerns: [AlertKind: ConcernID] = [:]
        var told: [any Event] = []
        for sign in signs where concerns[sign.kind] == nil {
            let alike = signs.filter { $0.kind == sign.kind }
            let worst = alike.first { $0.urgency == .now } ?? sign
            let questions = alike.flatMap(\.questions)
            if let open = chart.concerns.concern(sign.kind) {
                concerns[sign.kind] = open.concern
                told.append(
                    ConcernRaised(
                        client: client, concern: open.concern, kind: sign.kind,
                        urgency: worst.urgency, submission: submission, instrument: instrument,
                        questions: questions, finding: worst.guidance))
            } else {
                let concern = context.identifier(Concern.self)
                concerns[sign.kind] = concern
                told.append(
                    ConcernOpened(
                        client: client, concern: concern, kind: sign.kind,
                        urgency: worst.urgency, submission: submission, instrument: instrument,
                        questions: questions, finding: worst.guidance))
            }
        }
        let alerts = alerts(signs, about: client, from: submission, of: concerns, in: &context)
        return (told + alerts.map { $0 as any Event }, alerts.map(\.told))
    }

    /// Says that harmless answers lower nothing, to whoever handed them in.
    func stillOpen(in chart: Chart, beside signs: [DangerSign], screenedBy instrument: String)
        -> [String]
    {
        let kinds = concernPolicy.kinds(screenedBy: instrument).filter { kind in
            chart.concerns.concern(kind) != nil && !signs.contains { $0.kind == kind }
        }
        guard !kinds.isEmpty else { return [] }
        return [
            "These answers lower no danger: \(kinds.listed) is open until a clinician closes it."
        ]
    }

    func report(_ command: ReportDanger, in context: inout Context) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        guard command.kind.isKnown else {
            throw Refusal(
                "The kind of danger is not known.",
                remedy: "Use one of: \(AlertKind.known.listed).")
        }
        guard command.urgency.isKnown else {
            throw Refusal(
                "The urgency is not known.", remedy: "Use one of: \(AlertUrgency.known.listed).")
        }
        guard !command.account.isBlank else {
            throw Refusal("The account is empty.", remedy: "Say who saw or told what.")
        }
        let sign = DangerSign(
            kind: command.kind, urgency: command.urgency,
            guidance: "\(command.kind), as somebody told: \(command.account)")
        let reported = DangerReported(
            client: command.client, kind: command.kind, urgency: command.urgency,
            account: command.account)
        let tidings = tidings(of: [sign], about: chart, in: &context)
        return Decision([reported] + tidings.events, guidance: tidings.guidance)
    }

    func close(_ command: CloseConcern, in context: Context) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        let open = chart.concerns.concern(command.kind)
        let planned = chart.concerns.screens.first { $0.kind == command.kind }
        guard let concern = open?.concern ?? planned?.concern else {
            throw Refusal(
                "No concern of this kind is open, and no next screen of one is promised.",
                remedy: "See `cairn concern list`, and name the client and the kind from there.")
        }
        guard open?.alerts.isEmpty ?? true else {
            throw Refusal(
                "Nobody has taken charge of an alert of this concern.",
                remedy: "Take charge of it first: `cairn concern take`. Then close the concern.")
        }
        try checkClose(command, on: context.now.today)
        let closed = ConcernClosed(
            client: command.client, concern: concern, kind: command.kind, level: command.level,
            action: command.action, hasSafetyPlan: command.hasSafetyPlan,
            nextScreen: command.nextScreen)
        let plan =
            "No safety plan stands: agree on one with the client before the next screen, and at"
            + " once if the risk rises."
        // Whoever closes what another has just closed is told so: nothing of either is lost.
        let first = open == nil ? chart.closings[command.kind.rawValue] : nil
        let told = first.map {
            "It was closed already, \($0.said(in: context.clinic)): this is kept beside it, as what"
                + " the next screen came to."
        }
        guard !chart.hasLeft else {
            return Decision(
                [closed],
                guidance: [told, "The contact with the client has ended: no screen follows."]
                    .compactMap(\.self))
        }
        return Decision(
            [closed],
            guidance: [told].compactMap(\.self) + (command.hasSafetyPlan ? [] : [plan]) + [
                "The next screen is a duty of \(command.nextScreen)."
            ])
    }

    private func checkClose(_ command: CloseConcern, on today: LocalDate) throws(Refusal) {
        guard let most = concernPolicy.closing.daysToNextScreen[command.level.rawValue] else {
            throw Refusal(
                "The risk level is not known.", remedy: "Use one of: \(RiskLevel.known.listed).")
        }
        guard !command.action.isBlank else {
            throw Refusal("The action is empty.", remedy: "Say what was done for the client.")
        }
        let days = today.days(until: command.nextScreen)
        guard (1...most).contains(days) else {
            throw Refusal(
                "The next screen is not within \(most) days after today, as this level asks for.",
                remedy: "Choose a day up to \(today.advanced(by: most)).")
        }
    }

    /// Whether a level of care that does not treat an open danger is chosen in spite of it: a
    /// prescriber or the director decides that, with a reason, and nobody else.
    func decidesAgainstDanger(_ command: ConfirmPlacement, for chart: Chart, by actor: Actor)
        throws(Refusal) -> Bool
    {
        let blocked = command.levels.contains {
            !concernPolicy.blocking($0, of: chart.concerns).isEmpty
        }
        guard blocked else { return false }
        guard [.prescriber, .director].contains(actor.role) else {
            throw Refusal(
                "A danger that is for now is open, and the \(command.named) does not treat it.",
                remedy: "Choose a level that treats it, or close the concern first; only a"
                    + " prescriber or the director decides otherwise, with a reason.")
        }
        guard command.overrideReason.map({ !$0.isBlank }) ?? false else {
            throw Refusal(
                "A danger that is for now is open, the \(command.named) does not treat it, and"
                    + " no reason is given.",
                remedy: "Say why, or choose a level that treats it.")
        }
        return true
    }

    /// An alert that is open has an open concern, also after a correction of what had closed it.
    func concernsToReopen(in context: inout Context) -> [any Event] {
        let bare = open.values.map(\.alerted).filter { alerted in
            charts[alerted.client].map { $0.concerns.concern(alerted.kind) == nil } ?? false
        }.sorted { $0.alert < $1.alert }
        var seen: Set<[String]> = []
        return bare.filter { seen.insert([$0.client.text, $0.kind.rawValue]).inserted }.map {
            ConcernOpened(
                client: $0.client, concern: context.identifier(Concern.self), kind: $0.kind,
                urgency: $0.urgency, submission: $0.submission, questions: [],
                finding: $0.guidance)
        }
    }
}
