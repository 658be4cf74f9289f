import Foundation
import Messages
import Testing

/// A given vignette as `cairn assess place` takes it, and what the public rules make of it.
///
/// V20 and V21 are not among them: they ask for a review of who is in treatment.
struct PlacedVignette: Sendable, CustomTestStringConvertible {
    let id: String
    let level: LevelOfCare
    var hardStop: String?
    var note: String?
    /// Ratings where the vignette has none, or none in numbers.
    var ratings: [Int?]?
    var edition = "asam-3"

    var testDescription: String { id }

    static let all: [PlacedVignette] = [
        .init(
            id: "V01", level: .intensiveOutpatient, ratings: [0, 0, 0, 2, 0], edition: "asam-4"),
        .init(id: "V04", level: .residential, ratings: [0, 0, 3, 3, 4], edition: "asam-4"),
        .init(id: "V06", level: .residential, ratings: [0, 0, 0, 0, 4, 4], edition: "asam-4"),
        .init(id: "V07", level: .intensiveOutpatient), .init(id: "V08", level: .earlyIntervention),
        .init(id: "V09", level: .outpatient),
        .init(id: "V10", level: .withdrawalMonitored, hardStop: "withdrawal"),
        .init(id: "V11", level: .emergency, hardStop: "withdrawal-severe"),
        .init(
            id: "V13", level: .intensiveOutpatient, note: "Same-day medication",
            ratings: [1, 0, 0, 1, 2, 1]),
        .init(id: "V14", level: .medicallyManaged, hardStop: "withdrawal-severe-opioid"),
        .init(id: "V17", level: .intensiveOutpatient),
        .init(id: "V22", level: .medicallyMonitored, hardStop: "medical"),
        .init(id: "V23", level: .withdrawalMonitored, hardStop: "withdrawal-sedatives"),
        .init(id: "V24", level: .partialHospitalization, note: "co-occurring enhanced"),
        .init(id: "V25", level: .intensiveOutpatient, ratings: [0, 0, 1, 1, 2, 1]),
        .init(id: "V26", level: .intensiveOutpatient, ratings: [0, 0, 1, 1, 2, 1]),
    ]

    private struct Given: Decodable {
        var id: String
        var inputs: Inputs?

        struct Inputs: Decodable {
            var ratings: [String: Int]?
            var ciwa: Int?
            var cows: Int?
            var pregnant: Bool?
            var hasSeizureHistory: Bool?
            var takesSedatives: Bool?

            enum CodingKeys: String, CodingKey {
                case ratings, cows, pregnant
                case ciwa = "ciwa_ar"
                case hasSeizureHistory = "seizure_history"
                case takesSedatives = "sedatives_daily"
            }
        }
    }

    /// What the vignette says, and "no" to all that it does not mention.
    var file: JSONFragment {
        get throws {
            let source = Programs.root
                .appending(path: "Tests/AssessmentTests/Fixtures/placement-vignettes.json")
            let all = try JSONDecoder().decode([Given].self, from: Data(contentsOf: source))
            guard let given = all.first(where: { $0.id == id }) else {
                throw TestFault("There is no vignette \(id)")
            }
            return .object([
                "edition": .string(edition), "ratings": rated(by: given),
                "answers": .object(answers(of: given.inputs)),
                "forms": .object(try forms(of: given.inputs)),
            ])
        }
    }

    private func rated(by given: Given) -> JSONFragment {
        var fields = (given.inputs?.ratings ?? [:]).mapValues { JSONFragment.integer(Int64($0)) }
        for (index, rating) in (ratings ?? []).enumerated() {
            fields["D\(index + 1)"] = rating.map { .integer(Int64($0)) }
        }
        return .object(fields)
    }

    private func answers(of inputs: Given.Inputs?) -> [String: JSONFragment] {
        let yes: [IntakeQuestion?] = [
            inputs?.ciwa == nil ? nil : .recentDailyDrinking,
            inputs?.cows == nil ? nil : .opioidUse,
            inputs?.pregnant == true ? .pregnancy : nil,
            inputs?.hasSeizureHistory == true ? .seizureHistory : nil,
            inputs?.takesSedatives == true ? .dailySedatives : nil,
        ]
        return Dictionary(
            uniqueKeysWithValues: IntakeQuestion.known.map {
                ($0.rawValue, .string(yes.contains($0) ? "yes" : "no"))
            })
    }

    /// A clear suicide screen, and whole scales of the totals that are given.
    private func forms(of inputs: Given.Inputs?) throws -> [String: JSONFragment] {
        var forms: [String: JSONFragment] = [
            "c-ssrs-screener": .object([
                "q1": .string("no"), "q2": .string("no"), "q6": .string("no"),
            ])
        ]
        let ciwa = [12: [7, 5], 21: [7, 7, 7]]
        let cows = [15: [4, 4, 5, 2], 38: [4, 4, 5, 5, 4, 4, 5, 4, 1, 2]]
        for (id, total, known, count) in [
            ("ciwa-ar", inputs?.ciwa, ciwa, 10), ("cows", inputs?.cows, cows, 11),
        ] {
            guard let total else { continue }
            guard let values = known[total] else { throw TestFault("No \(id) of \(total)") }
            let rest = Array(repeating: 0, count: count - values.count)
            forms[id] = .array((values + rest).map { .integer(Int64($0)) })
        }
        return forms
    }
}
