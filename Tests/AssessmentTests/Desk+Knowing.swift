import ClinicalRules
import Messages

@testable import AssessmentCore

extension Desk {
    /// Hands in all that a recommendation needs: intake answers, a clear screen, and ratings.
    mutating func know(
        _ client: ClientID = "c-1", yes: [IntakeQuestion] = [], ratings: [Int?] = [],
        forms: [String: [String: ItemAnswer]] = [:]
    ) throws {
        try send(AnswerIntake(client: client, answers: .intake(yes: yes)))
        let all = ["c-ssrs-screener": [String: ItemAnswer].clearScreen].merging(forms) { $1 }
        for (instrument, answers) in all.sorted(by: { $0.key < $1.key }) {
            try send(
                SubmitQuestionnaire(client: client, instrument: instrument, answers: answers))
        }
        try rate(ratings, of: client)
    }

    /// Rates dimension 1 and on in the clinic's edition.
    mutating func rate(_ ratings: [Int?], of client: ClientID = "c-1") throws {
        for (index, rating) in ratings.enumerated() {
            guard let rating else { continue }
            let edition = clinic.policies.placementEdition
            try send(
                RateDimension(
                    client: client, edition: edition, dimension: index + 1, rating: rating,
                    evidence: [], replaces: self.rating(of: client, edition, index + 1)))
        }
    }

    /// The event of the rating that stands.
    func rating(of client: ClientID, _ edition: String, _ number: Int) -> MessageID? {
        intake.charts[client]?.evidence.ratings[.init(edition: edition, number: number)]?.event
    }

    /// The recommendation that follows from what was handed in.
    mutating func recommended(_ client: ClientID = "c-1") throws -> PlacementRecommended {
        let events = try send(RecommendPlacement(client: client)).events
        guard let event = events.first as? PlacementRecommended else {
            throw NotYetKnown("recommendation")
        }
        return event
    }
}

extension [String: ItemAnswer] {
    /// A whole CIWA-Ar of this total.
    static func withdrawal(_ total: Int) -> Self {
        spread(total, over: Array(repeating: Array(0...7), count: 9) + [[0, 1, 2, 3, 4]])
    }

    /// A whole COWS of this total.
    static func opioidWithdrawal(_ total: Int) -> Self {
        guard let cows = InstrumentLibrary.instrument("cows") else { return [:] }
        return spread(total, over: cows.items.map { cows.answers(to: $0).values })
    }

    /// The largest allowed values first, so that the total is met.
    private static func spread(_ total: Int, over allowed: [[Int]]) -> Self {
        var rest = total
        return items(
            allowed.map { values in
                let value = values.last { $0 <= rest } ?? 0
                rest -= value
                return value
            })
    }
}
