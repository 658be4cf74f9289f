import ClinicalRules
import Messages
import TestKit
import Testing

@testable import AssessmentCore

@Suite struct HistoryTests {
    @Test(
        "An intake read back from its journal equals the one that wrote it",
        arguments: UInt64(1)...40)
    func foldedAgain(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        var desk = Desk()
        for _ in 0..<150 {
            try step(&desk, &dice)
            #expect(
                Set(desk.intake.acknowledged.map(\.alert)).isDisjoint(with: desk.intake.open.keys))
            // An alert that waits has a case, whatever was corrected.
            for alert in try desk.alerts() {
                let concern = desk.concerns(of: alert.client).first { $0.kind == alert.kind }
                #expect(concern?.alerts.contains(alert.alert) == true)
            }
        }
        #expect(desk.folded() == desk.intake)
        #expect(!desk.journal.isEmpty)
    }

    @Test("The random histories reach what they are to prove")
    func reach() throws {
        var kinds: Set<String> = []
        for seed in UInt64(1)...40 {
            var dice = SeededGenerator(seed: seed)
            var desk = Desk()
            for _ in 0..<150 { try step(&desk, &dice) }
            let own = desk.journal.filter { $0.owner == .assessment }
            kinds.formUnion(own.map { type(of: $0.event).localType })
        }
        #expect(
            kinds
                == Set(
                    (AssessmentContract.publishes + [
                        EnteredInError.self, DutyOpened.self, DutyEscalated.self, DutyClosed.self,
                    ]).map { $0.localType }))
    }

    @Test("The same commands give the same history, event for event", arguments: UInt64(1)...10)
    func deterministic(seed: UInt64) throws {
        var histories: [[[UInt8]]] = []
        for _ in 0..<2 {
            var dice = SeededGenerator(seed: seed)
            var desk = Desk()
            for _ in 0..<100 { try step(&desk, &dice) }
            histories.append(
                try desk.journal.map { try JSONText.encode($0.id) + JSONText.encode($0.event) })
        }
        #expect(histories[0] == histories[1])
    }

    /// One thing that may happen; what is refused changes nothing.
    private func step(_ desk: inout Desk, _ dice: inout SeededGenerator) throws {
        let before = desk.intake
        do {
            switch Int.random(in: 0..<12, using: &dice) {
            case 0:
                let isWeek = Int.random(in: 0..<8, using: &dice) == 0
                try desk.wait(hours: isWeek ? 170 : Int.random(in: 1...5, using: &dice))
            case 1: try receive(&desk, &dice)
            case 2:
                if let fact = desk.journal.randomElement(using: &dice) {
                    try retract(fact, at: &desk)
                }
            default:
                let actors: [Actor] = [.clinician, .director, .prescriber, .frontDesk]
                try desk.send(
                    command(for: desk, &dice), by: actors.randomElement(using: &dice) ?? .director)
            }
        } catch is Refusal {
            #expect(desk.intake == before)
        } catch is NotYetKnown {
            #expect(desk.intake == before)
        }
    }

    /// What others tell of a client.
    private func receive(_ desk: inout Desk, _ dice: inout SeededGenerator) throws {
        let client = client(&dice)
        switch Int.random(in: 0..<6, using: &dice) {
        case 4, 5:
            // Mostly with whoever is to be spoken with.
            let awaited = desk.intake.charts.filter { $0.value.transfer != nil }.keys.min()
            try desk.receive(
                ContactKept(client: awaited ?? client, contact: "k-1", summary: "Fine."),
                from: .aftercare)
        case 0:
            let outcome: EnrollmentOutcome =
                EnrollmentOutcome.known.randomElement(using: &dice) ?? .completed
            try desk.receive(
                EnrollmentClosed(
                    client: client, enrollment: "e-1", outcome: outcome, reason: "Over."),
                from: .scheduler)
        case 1:
            try desk.receive(ClientDischarged(client: client, reason: "Over."), from: .aftercare)
        default: try desk.receive(ReturnToUseReported(client: client), from: .aftercare)
        }
    }

    private func retract(_ fact: Fact, at desk: inout Desk) throws {
        let isCorrected = desk.facts(EnteredInError.self).contains { $0.event == fact.id }
        if !isCorrected { try desk.retract(fact) }
    }

    private func client(_ dice: inout SeededGenerator) -> ClientID {
        ["c-1", "c-2", "c-3"].randomElement(using: &dice) ?? "c-1"
    }

    /// Of some the level cannot be had, some come from elsewhere, and some are placed past a gate.
    private func confirmation(
        of placement: PlacementRecommended?, for client: ClientID, now: LocalDate,
        _ dice: inout SeededGenerator
    ) -> ConfirmPlacement {
        let waits = Int.random(in: 0..<3, using: &dice) > 0
        let comes = Int.random(in: 0..<3, using: &dice) > 0
        let isHeld = placement?.hardStops.isEmpty == false
        return ConfirmPlacement(
            client: client, placement: placement?.placement ?? "r-0",
            level: placement?.level ?? .outpatient, overrideReason: isHeld ? "Seen." : nil,
            available: waits ? .earlyIntervention : nil, interim: waits ? "Calls." : nil,
            stepDown: comes
                ? StepDown(
                    level: .residentialHigh, program: "Pine House",
                    transfer: now.advanced(by: Int.random(in: -2...9, using: &dice))) : nil)
    }

    private func command(for desk: Desk, _ dice: inout SeededGenerator) -> any Command {
        let client = client(&dice)
        let placement = desk.intake.charts[client]?.placement?.recommended
        switch Int.random(in: 0..<19, using: &dice) {
        case 0: return RegisterClient.example(client)
        case 1:
            let start = Int.random(in: 0..<1000, using: &dice)
            let time = WeeklyTime(.tue, .init(minutes: start), .init(minutes: start + 60))
            let stands = desk.intake.charts[client]?.commitmentsEvent ?? "none"
            return ChangeCommitments(client: client, replaces: stands, commitments: [time])
        case 2 where Bool.random(using: &dice):
            // Whole, so that one can be worse than another.
            return SubmitQuestionnaire(
                client: client, instrument: "phq-9",
                answers: .items((0..<9).map { _ -> Int? in Int.random(in: 0...2, using: &dice) }))
        case 2, 3:
            let all = InstrumentLibrary.instruments.values.sorted { $0.id < $1.id }
            let instrument = all[Int.random(in: 0..<all.count, using: &dice)]
            let isClear = Bool.random(using: &dice)
            let answers: [String: ItemAnswer] =
                instrument.id == "c-ssrs-screener" && isClear
                ? .clearScreen : .random(for: instrument, using: &dice)
            return SubmitQuestionnaire(
                client: client, instrument: instrument.id, answers: answers)
        case 4:
            let yes = IntakeQuestion.known.filter { _ in Int.random(in: 0..<9, using: &dice) == 0 }
            return AnswerIntake(client: client, answers: .intake(yes: yes))
        case 5, 6, 7:
            let number = Int.random(in: 1...6, using: &dice)
            return RateDimension(
                client: client, edition: "asam-3", dimension: number,
                rating: Int.random(in: 0...4, using: &dice), evidence: [],
                replaces: desk.rating(of: client, "asam-3", number))
        case 8: return RecommendPlacement(client: client)
        case 9, 13, 14:
            return confirmation(of: placement, for: client, now: desk.context.now.today, &dice)
        case 10, 11:
            let gate = placement?.gates?.first
            return ClearGate(
                client: client, gate: gate?.gate ?? "withdrawal",
                act: gate?.acts.first ?? "medical-review", finding: "No sign of it.")
        case 12:
            let waits = desk.intake.charts.filter { $0.value.wait != nil }
                .min { $0.key < $1.key }
            let isSo = Bool.random(using: &dice)
            guard let waits else {
                return isSo
                    ? RecordConsent(client: client, purpose: "video")
                    : WithdrawConsent(client: client, purpose: "video")
            }
            return ReviewInterim(
                client: waits.key, placement: waits.value.wait?.placement ?? "r-0",
                isAvailable: isSo, words: "As agreed.")
        case 15:
            return ReportDanger(
                client: client, kind: AlertKind.known.randomElement(using: &dice) ?? .suicideRisk,
                urgency: Bool.random(using: &dice) ? .now : .today, account: "Seen.")
        case 16:
            let open = desk.concerns(of: client).randomElement(using: &dice)
            let days = Int.random(in: 0...8, using: &dice)
            return CloseConcern(
                client: client, kind: open?.kind ?? .suicideRisk,
                level: RiskLevel.known.randomElement(using: &dice) ?? .low, action: "Screened.",
                hasSafetyPlan: Bool.random(using: &dice),
                nextScreen: desk.context.now.today.advanced(by: days))
        default:
            let open = desk.intake.alarmsByUrgency.first?.alerted
            guard let open, Bool.random(using: &dice) else {
                return Bool.random(using: &dice)
                    ? DeclineTreatment(client: client, reason: "Not now.")
                    : ReviewOverrides(words: "Talked over.")
            }
            return AcknowledgeAlert(client: open.client, alert: open.alert, action: "Called.")
        }
    }
}
