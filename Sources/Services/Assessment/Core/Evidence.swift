internal import Messages

/// What is known of a client since the last reassessment, as far as it bears on a level of care.
struct Evidence: Equatable, Codable {
    /// The latest form of each instrument, by its id.
    private(set) var forms: [String: Form] = [:]
    /// The latest answer to each intake question.
    private(set) var intake: [String: IntakeAnswer] = [:]
    private(set) var ratings: [Dimension: Rating] = [:]

    /// A form as handed in.
    struct Form: Equatable, Codable {
        var submission: SubmissionID
        var answers: [String: ItemAnswer]
        var at: Timestamp
    }

    /// One intake answer.
    struct IntakeAnswer: Equatable, Codable {
        var answer: ItemAnswer
        var at: Timestamp
    }

    /// One dimension of one edition.
    struct Dimension: Hashable, Codable {
        var edition: String
        var number: Int
    }

    /// What a clinician judged.
    struct Rating: Equatable, Codable {
        var value: Int
        var rater: StaffID?
        var at: Timestamp
        var evidence: [MessageID]
        /// The event by which it stands; `nil` while it is only weighed.
        var event: MessageID?
    }

    mutating func add(_ form: Form, of instrument: String) { forms[instrument] = form }

    mutating func add(_ answers: [String: ItemAnswer], at time: Timestamp) {
        for (question, answer) in answers {
            intake[question] = IntakeAnswer(answer: answer, at: time)
        }
    }

    mutating func rate(_ dimension: Dimension, _ rating: Rating) { ratings[dimension] = rating }

    /// Whether a question was answered with yes; a number that is neither yes nor no counts as yes.
    func isYes(_ question: String) -> Bool { (intake[question]?.answer.given ?? 0) != 0 }

    /// Whether a question has a plain yes or no.
    func isAnswered(_ question: String) -> Bool {
        intake[question]?.answer.given.map { $0 == 0 || $0 == 1 } ?? false
    }

    /// Whether the latest form of an instrument can be scored.
    func isWhole(_ instrument: Instrument) -> Bool {
        guard let form = forms[instrument.id] else { return false }
        return !instrument.problems(of: form.answers).contains(where: \.preventsScore)
    }
}
