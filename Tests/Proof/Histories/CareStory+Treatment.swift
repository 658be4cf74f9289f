import Messages
import TestKit

/// What is done of a client's treatment, and what is forgotten of it.
extension CareStory {
    mutating func treat() throws -> String {
        let stays = try world.view(Enrollments())
        guard !stays.isEmpty else { return "nobody is enrolled" }
        let client = stays[dice.below(stays.count)].client
        guard let care = try world.ask(ClientCare(client: client)) else { return "no care" }
        switch dice.below(8) {
        case 0, 1: try plan(client, care)
        case 2: try medicate(client, care)
        case 3, 4, 5: try test(client, care)
        case 6:
            let gender = dice.below(2) == 0 ? Gender.known[dice.below(2)] : nil
            try send(
                ChooseCollector(
                    client: client, replaces: care.collector?.event, gender: gender), by: .nurse)
        default: try certify(client, care)
        }
        return "treatment of \(client)"
    }

    private mutating func plan(_ client: ClientID, _ care: TreatmentCare) throws {
        let today = world.moment.now.today
        let written = care.written?.event
        if let written, care.signed?.event == written, dice.below(3) > 0 {
            let review = ReviewTreatmentPlan(
                client: client, plan: written, findings: "Sleeps five hours.")
            return try send(review, by: .clinician)
        }
        if let written, care.signed?.event != written, dice.below(3) > 0 {
            return try send(
                SignTreatmentPlan(client: client, plan: written, isAgreed: true),
                by: .clinician)
        }
        // One in four lacks what a signature needs.
        let isWhole = dice.below(4) > 0
        try send(
            WriteTreatmentPlan(
                client: client, replaces: written, problems: ["Drinks alone"],
                goals: ["I want to sleep"],
                objectives: isWhole
                    ? [PlanObjective(goal: 1, text: "Two meetings", target: today)] : []),
            by: .clinician)
    }

    private mutating func medicate(_ client: ClientID, _ care: TreatmentCare) throws {
        let refill = world.moment.now.today.advanced(by: dice.below(20))
        let taken = care.medications.last { $0.stopped == nil }
        switch (dice.below(3), taken) {
        case (0, let taken?):
            try send(
                StopMedication(
                    client: client, medication: taken.medication, replaces: taken.event,
                    reason: "Switched."), by: .nurse)
        case (1, let taken?):
            try send(
                ChangeMedication(
                    client: client, medication: taken.medication, replaces: taken.event,
                    refill: refill), by: .nurse)
        default:
            try send(
                StartMedication(
                    client: client, name: "buprenorphine", purpose: .opioidUse, prescriber: "md1",
                    testsAs: [], refill: dice.below(3) > 0 ? refill : nil), by: .nurse)
        }
    }

    private mutating func test(_ client: ClientID, _ care: TreatmentCare) throws {
        guard let test = care.tests.first(where: { $0.next != nil }), dice.below(5) > 0 else {
            return try send(OrderUrineTest(client: client, reason: "Asked for."), by: .nurse)
        }
        switch test.next {
        case .collectTest?:
            let outcome = CollectionOutcome.known[dice.below(CollectionOutcome.known.count)]
            try send(
                RecordCollection(client: client, test: test.test, outcome: outcome, note: "Noted."),
                by: .nurse)
        case .judgeTest?:
            let judgement: TestJudgement = dice.below(2) == 0 ? .noUse : .returnToUse
            try send(
                JudgeTest(
                    client: client, test: test.test, judgement: judgement, reason: "Talked over."),
                by: .clinician)
        default:
            let found: [[TestedSubstance]] = [[], [.cocaine], [.buprenorphine]]
            try send(
                RecordTestResult(
                    client: client, test: test.test,
                    stage: test.stage == nil && dice.below(3) > 0 ? .presumptive : .confirmed,
                    found: found[dice.below(3)]), by: .nurse)
        }
    }

    private mutating func certify(_ client: ClientID, _ care: TreatmentCare) throws {
        if care.certification?.isRequired == true, dice.below(4) > 0 {
            let certify = CertifyTreatment(
                client: client, from: world.moment.now.today.advanced(by: dice.below(20) - 10))
            return try send(certify, by: .prescriber)
        }
        try send(
            RequireCertification(
                client: client, replaces: care.certification?.event, payer: "Medicare",
                isRequired: dice.below(4) > 0), by: .caseManager)
    }
}
