package import Messages

/// What the clinic does about dangers that are cases, as its data file has it: which level of care
/// treats one, when a clinician looks again, and which intake questions tell of one.
package struct ConcernPolicy: Codable, Hashable, Sendable {
    package var id: String
    package var status: String
    /// Each kind of danger, once.
    package var kinds: [Kind]
    package var closing: Closing
    package var questions: [Question]

    /// A kind of danger.
    package struct Kind: Codable, Hashable, Sendable {
        package var kind: AlertKind
        /// The levels of care that treat it.
        package var treatedBy: [LevelOfCare]
        /// The instruments that look for it again.
        package var screens: [String]
        package var source: String
        package var basis: Instrument.Basis
    }

    /// By when a concern is looked at again.
    package struct Closing: Codable, Hashable, Sendable {
        /// Hours of the clock in which a concern that is for now is screened again or closed, since
        /// somebody took charge of it.
        package var hoursNow: Int
        /// Staff hours for one that is for today.
        package var staffHoursToday: Int
        /// The most days from a close to the next screen, by ``RiskLevel``.
        package var daysToNextScreen: [String: Int]
        package var source: String
        package var basis: Instrument.Basis
    }

    /// Intake questions that tell of a danger where all of them are answered with yes.
    package struct Question: Codable, Hashable, Sendable {
        /// By ``IntakeQuestion``.
        package var questions: [String]
        package var kind: AlertKind
        /// How soon a person must act.
        package var urgency: AlertUrgency
        /// What to do now.
        package var guidance: String
        package var source: String
        package var basis: Instrument.Basis
    }

    /// The policy built into this version.
    package static let current: ConcernPolicy = {
        let text = EmbeddedData.files["concerns.json"] ?? ""
        do { return try JSONText.decode(ConcernPolicy.self, from: Array(text.utf8)) } catch {
            // The tests read it: a built program with a faulty one was never tested.
            preconditionFailure("The policy of concerns: \(DataFile.place(of: error)).")
        }
    }()
}

extension ConcernPolicy {
    /// What is known of a kind of danger; `nil` for one of a later version.
    package func kind(_ kind: AlertKind) -> Kind? { kinds.first { $0.kind == kind } }

    /// The open concerns that are for now and that a level of care does not treat. A kind that this
    /// version does not know is treated by the emergency department alone.
    package func blocking(_ level: LevelOfCare, of concerns: ConcernBook) -> [OpenConcern] {
        concerns.open.filter { concern in
            let levels = kind(concern.kind)?.treatedBy ?? [.emergency]
            return concern.urgency == .now && !levels.contains(level)
        }
    }

    /// The kinds of danger that an instrument looks for.
    package func kinds(screenedBy instrument: String) -> [AlertKind] {
        kinds.filter { $0.screens.contains(instrument) }.map(\.kind)
    }

    /// The kinds of danger that some intake answers look for: each of their questions has one.
    package func kinds(askedIn answers: [String: ItemAnswer]) -> [AlertKind] {
        questions.filter { question in
            question.questions.allSatisfy { answers[$0]?.given != nil }
        }.map(\.kind)
    }
}
