import Messages
import TestKit

/// How some histories begin, so that more of them reach what takes weeks or many decisions.
extension CareStory {
    /// One history in ten begins with somebody who decides on levels of care so often, and always as
    /// indicated, that another one has to look at it.
    mutating func decideOften() throws {
        for client in clients.prefix(2) {
            guard (try? placeSomebody(client)) != nil else { continue }
            for _ in 0..<31 {
                do {
                    try send(RecommendPlacement(client: client), by: .clinician)
                    guard let placement = try recommended(to: client) else { return }
                    try send(
                        ConfirmPlacement(
                            client: client, placement: placement.placement,
                            level: placement.level), by: .clinician)
                } catch is Refusal { break }
            }
            return
        }
    }

    private func recommended(to client: ClientID) throws -> PlacementRecommended? {
        try world.facts(of: .assessment).compactMap { $0.event as? PlacementRecommended }
            .last { $0.client == client }
    }

    /// One history in five begins with two clients whose treatment goes on for weeks: others seldom
    /// keep anybody until the plan is reviewed.
    mutating func begin() throws {
        for client in clients.prefix(2) {
            try? send(register(client), by: .frontDesk)
            try send(
                RecordConsent(client: client, purpose: CareTherapy.consent), by: .caseManager)
            for _ in 0..<9 where try !isEnrolled(client) { _ = try? placeSomebody(client) }
            guard try isEnrolled(client) else { continue }
            try send(
                WriteTreatmentPlan(
                    client: client, problems: ["Drinks alone"], goals: ["I want to sleep"],
                    objectives: [
                        PlanObjective(
                            goal: 1, text: "Two meetings", target: world.moment.now.today)
                    ]), by: .clinician)
            guard let plan = try world.ask(ClientCare(client: client))?.written?.event else {
                continue
            }
            try send(SignTreatmentPlan(client: client, plan: plan, isAgreed: true), by: .clinician)
            try depression(of: client, each: 0)
        }
        try world.wait(hours: 24 * 22)
        // Of what is planned by then somebody is told that it changes.
        if dice.below(2) == 0 {
            try send(
                WithdrawConsent(client: clients[0], purpose: CareTherapy.consent), by: .frontDesk)
        }
        if try isEnrolled(clients[0]) { try depression(of: clients[0], each: 1) }
    }

    /// A PHQ-9 with the same answer to all items but the one that tells of danger.
    private mutating func depression(of client: ClientID, each value: Int) throws {
        var answers = Dictionary(
            uniqueKeysWithValues: (1...8).map { ("\($0)", ItemAnswer(value: value)) })
        answers["9"] = ItemAnswer(value: 0)
        try send(
            SubmitQuestionnaire(client: client, instrument: "phq-9", answers: answers),
            by: .nurse)
    }

    private func isEnrolled(_ client: ClientID) throws -> Bool {
        try world.view(Enrollments()).contains { $0.client == client }
    }
}
