package import Messages

/// The rules that lead from evidence to a level of care, as their data file has them. What the
/// dimensions of an edition ask for, ``PlacementEdition`` says.
package struct PlacementPolicy: Codable, Hashable, Sendable {
    package var id: String
    package var status: String
    package var rule: String
    package var requiredForms: [RequiredForm]
    /// In the order in which they are told.
    package var gates: [Gate]
    /// The roles that may place somebody, with a reason, past a gate that is open.
    package var overruledBy: [Role]
    package var notes: [Note]
    /// When overrides are too rare or too many.
    package var overrides: OverrideRule

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
        /// Why it is asked for.
        package var source: String
        /// How that is known.
        package var basis: Instrument.Basis
    }

    /// What a clinician should know besides; it changes no level.
    package struct Note: Codable, Hashable, Sendable {
        package var guidance: String
        package var when: [Condition]
        package var source: String
        /// How it is known.
        package var basis: Instrument.Basis
    }

    /// A sign in the evidence: the fields that are set must all hold.
    package struct Condition: Codable, Hashable, Sendable {
        /// All answered with yes.
        package var questions: [String]?
        package var form: String?
        package var outcomes: [String]?
        package var edition: String?
        package var dimension: Int?
        /// Of the dimension's rating: the level that it asks for is this or more.
        package var demands: LevelOfCare?
        /// Of the dimension's rating: it asks for a program that is co-occurring enhanced.
        package var enhanced: Bool?
        /// Of the form's total, or of the number of the dimension's rating.
        package var atLeast: Int?
        package var atMost: Int?
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
    /// The editions that may be rated by.
    package var editions: [PlacementEdition] { PlacementEditions.all }

    /// The edition of that id.
    package func edition(_ id: String) -> PlacementEdition? { PlacementEditions.edition(id) }
}
