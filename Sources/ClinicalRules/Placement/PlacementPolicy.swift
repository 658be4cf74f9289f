package import Messages

/// The rules that lead from evidence to a level of care, as their data file has them.
package struct PlacementPolicy: Codable, Hashable, Sendable {
    package var id: String
    package var status: String
    package var rule: String
    /// From the least to the most care.
    package var levels: [LevelOfCare]
    package var requiredForms: [RequiredForm]
    /// In the order in which they are told.
    package var hardStops: [HardStop]
    package var notes: [Note]
    package var editions: [Edition]

    /// How long answers and ratings count as evidence; forms say it themselves.
    package var validity: Validity

    /// How long evidence counts that is no form.
    package struct Validity: Codable, Hashable, Sendable {
        /// Of an answer to an intake question.
        package var answers: Instrument.Validity
        /// Of a rating.
        package var ratings: Instrument.Validity
    }

    /// A form without which nothing is recommended.
    package struct RequiredForm: Codable, Hashable, Sendable {
        package var form: String
        /// Only when this intake question is answered with yes.
        package var ifYes: String?
    }

    /// A danger that decides before any dimension does.
    package struct HardStop: Codable, Hashable, Sendable {
        package var id: String
        package var level: LevelOfCare
        package var reason: String
        package var when: [Condition]
        package var source: String
    }

    /// What a clinician should know besides; it changes no level.
    package struct Note: Codable, Hashable, Sendable {
        package var guidance: String
        package var when: [Condition]
        package var source: String
    }

    /// A sign in the evidence: the fields that are set must all hold.
    package struct Condition: Codable, Hashable, Sendable {
        /// All answered with yes.
        package var questions: [String]?
        package var form: String?
        package var outcomes: [String]?
        package var edition: String?
        package var dimension: Int?
        /// Of the form's total, or of the dimension's rating.
        package var atLeast: Int?
        package var atMost: Int?
    }

    /// One edition of the dimensions.
    package struct Edition: Codable, Hashable, Sendable {
        package var id: String
        package var dimensions: [Dimension]
        package var source: String
    }

    /// One dimension, with the least level that each rating from 0 to 4 asks for.
    package struct Dimension: Codable, Hashable, Sendable {
        package var number: Int
        package var name: String
        /// Empty where the dimension never raises the level and needs no rating.
        package var minimum: [LevelOfCare]
    }

    /// The policy built into this version.
    package static let current: PlacementPolicy = {
        let text = EmbeddedData.files["placement-policy.json"] ?? ""
        do { return try JSONText.decode(PlacementPolicy.self, from: Array(text.utf8)) } catch {
            // The tests read it: a built program with a faulty one was never tested.
            preconditionFailure("The placement policy: \(DataFile.place(of: error)).")
        }
    }()
}

extension PlacementPolicy {
    /// The edition of that id.
    package func edition(_ id: String) -> Edition? { editions.first { $0.id == id } }

    /// How much care a level is; none for a word that this version does not know.
    package func rank(_ level: LevelOfCare) -> Int? { levels.firstIndex(of: level) }

    /// The level of most care.
    package func highest(_ levels: [LevelOfCare]) -> LevelOfCare? {
        levels.max { (rank($0) ?? 0) < (rank($1) ?? 0) }
    }
}
