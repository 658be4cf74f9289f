package import Messages

/// What is known of a client since the last reassessment, as far as it bears on a level of care.
package struct Evidence: Equatable, Codable, Sendable {
    /// The forms that count, by instrument.
    package private(set) var forms: [String: StandingForms] = [:]
    /// The latest answer to each intake question.
    package private(set) var intake: [String: IntakeAnswer] = [:]
    /// The ratings that stand.
    package private(set) var ratings: [Dimension: Rating] = [:]
    /// The gates that were cleared, each the last time.
    package private(set) var clearings: [String: Clearing] = [:]
    /// How much came so far: each part of it has its place in that order.
    private var count = 0
    /// What told of dangers that no clinician has closed, by the word of their kind.
    package private(set) var dangers: [String: Danger] = [:]

    /// Nothing is known.
    package init() {}

    /// What told of one kind of danger, at its worst: it outlives its age, its episode, and whatever
    /// harmless comes after it.
    package struct Danger: Equatable, Codable, Sendable {
        /// The forms, by instrument.
        package var forms: [String: Form] = [:]
        /// How urgent what each of them tells is.
        package var urgencies: [String: AlertUrgency] = [:]
        /// The intake answers.
        package var answers: [String: IntakeAnswer] = [:]
        /// Whether somebody told it beside all forms.
        package var isReported = false

        /// Whether all that told it was entered in error since.
        package var isBare: Bool { forms.isEmpty && answers.isEmpty && !isReported }
    }

    /// A form as handed in.
    package struct Form: Equatable, Codable, Sendable {
        /// Which it is.
        package var submission: SubmissionID
        /// By item.
        package var answers: [String: ItemAnswer]
        /// When it was handed in.
        package var at: Timestamp
        /// Its place in the order in which evidence came.
        var order = 0

        /// Takes which it is, what it says, and when it was handed in.
        package init(submission: SubmissionID, answers: [String: ItemAnswer], at: Timestamp) {
            self.submission = submission
            self.answers = answers
            self.at = at
        }
    }

    /// One intake answer.
    package struct IntakeAnswer: Equatable, Codable, Sendable {
        /// 1 is yes, 0 is no.
        package var answer: ItemAnswer
        /// When it was given.
        package var at: Timestamp
        /// The place of the first answer that said this, in the order in which evidence came: who is
        /// asked again and says the same brings nothing new.
        var order: Int
    }

    /// A gate was cleared.
    package struct Clearing: Equatable, Codable, Sendable {
        /// By which act.
        package var act: String
        /// Who did it; `nil` where that was not recorded.
        package var by: StaffID?
        /// When.
        package var at: Timestamp
        /// The event by which it stands; `nil` while it is only weighed.
        package var event: MessageID?
        /// Its place in the order in which evidence came.
        var order: Int
    }

    /// One dimension of one edition.
    package struct Dimension: Hashable, Codable, Sendable {
        /// `asam-3` or `asam-4`.
        package var edition: String
        /// 1 to 6.
        package var number: Int

        /// Takes the edition and the number in it.
        package init(edition: String, number: Int) {
            self.edition = edition
            self.number = number
        }
    }

    /// What a clinician judged.
    package struct Rating: Equatable, Codable, Sendable {
        /// 0 (no risk) to 4 (severe).
        package var value: Int
        /// Who rated; `nil` where that was not recorded.
        package var rater: StaffID?
        /// When it was rated.
        package var at: Timestamp
        /// The events that it rests on.
        package var evidence: [MessageID]
        /// The event by which it stands; `nil` while it is only weighed.
        package var event: MessageID?
        /// Its place in the order in which evidence came.
        var order = 0

        /// Takes what was judged, by whom, when, and on what.
        package init(
            value: Int, rater: StaffID?, at: Timestamp, evidence: [MessageID], event: MessageID?
        ) {
            self.value = value
            self.rater = rater
            self.at = at
            self.evidence = evidence
            self.event = event
        }
    }

    /// Takes in a form as it was handed in, whole or not.
    package mutating func add(_ form: Form, of instrument: String) {
        var form = form
        form.order = next()
        forms[instrument, default: StandingForms()].add(form)
    }

    /// The form of that submission was scored: it is whole.
    package mutating func settle(_ submission: SubmissionID, of instrument: String) {
        forms[instrument]?.settle(submission)
    }

    /// Takes in intake answers.
    package mutating func add(_ answers: [String: ItemAnswer], at time: Timestamp) {
        let order = next()
        for (question, answer) in answers {
            let before = intake[question]
            intake[question] = IntakeAnswer(
                answer: answer, at: time,
                order: before?.answer == answer ? before?.order ?? order : order)
        }
    }

    /// Keeps what opened or raised a concern: of a form the newest of the most urgent, and the intake
    /// answers. What was entered in error since is not there to be kept, and an open question tells
    /// no danger yet.
    package mutating func hold(_ told: any DangerTold) {
        guard told.kind != .safetyQuestionOpen else { return }
        var danger = dangers[told.kind.rawValue] ?? Danger()
        if let instrument = told.instrument, let form = forms[instrument]?.partial,
            form.submission == told.submission,
            told.urgency == .now || danger.urgencies[instrument] != .now
        {
            danger.forms[instrument] = form
            danger.urgencies[instrument] = told.urgency
        }
        if told.submission == nil, told.questions.isEmpty { danger.isReported = true }
        for question in told.questions where isYes(question) {
            danger.answers[question] = intake[question]
        }
        dangers[told.kind.rawValue] = danger
    }

    /// A clinician closed a concern: what told of it counts as long as any other evidence.
    package mutating func release(_ kind: AlertKind) { dangers[kind.rawValue] = nil }

    /// An episode is over: what was known belongs to it, but for dangers that are open.
    package mutating func endEpisode() {
        let (open, reached) = (dangers, count)
        self = Evidence()
        guard !open.isEmpty else { return }
        // The order goes on: a gate that is cleared later was cleared after what is open now.
        (dangers, count) = (open, reached)
    }

    /// Takes in a rating, in the place of the one before it.
    package mutating func rate(_ dimension: Dimension, _ rating: Rating) {
        var rating = rating
        rating.order = next()
        ratings[dimension] = rating
    }

    /// A gate was cleared by an act: what came before it does not open it any more.
    package mutating func clear(
        _ gate: String, by person: StaffID?, act: String, at time: Timestamp, event: MessageID?
    ) {
        clearings[gate] = Clearing(
            act: act, by: person, at: time, event: event, order: next())
    }

    private mutating func next() -> Int {
        count += 1
        return count
    }

    /// What of it is not too old: the rest is not known.
    ///
    /// A limit is the last moment at which something counts. Of a form its instrument says how
    /// long, of answers and ratings the policy. What told of an open danger counts beside it.
    func fresh(at now: Timestamp, by policy: PlacementPolicy) -> Evidence {
        var fresh = Evidence()
        fresh.forms = forms.reduce(into: [:]) { kept, entry in
            let hours = InstrumentLibrary.instrument(entry.key)?.validity.hours
            kept[entry.key] = hours.map { entry.value.fresh(for: $0, at: now) } ?? entry.value
        }
        let validity = policy.validity
        fresh.intake = intake.filter { now.isWithin(validity.answers.hours, of: $0.value.at) }
        fresh.ratings = ratings.filter { now.isWithin(validity.ratings.hours, of: $0.value.at) }
        // How long a gate stays cleared, the gate says.
        (fresh.clearings, fresh.count, fresh.dangers) = (clearings, count, dangers)
        // In order: the reasons of a recommendation name the forms as they stand here.
        for (_, danger) in dangers.sorted(by: { $0.key < $1.key }) {
            for (instrument, form) in danger.forms {
                fresh.forms[instrument, default: StandingForms()].hold(form)
            }
            fresh.intake.merge(danger.answers) { $1 }
        }
        return fresh
    }

    /// Whether a question was answered with yes; a number that is neither yes nor no counts as yes.
    func isYes(_ question: String) -> Bool { (intake[question]?.answer.given ?? 0) != 0 }

    /// Whether a question has a plain yes or no.
    func isAnswered(_ question: String) -> Bool {
        intake[question]?.answer.given.map { $0 == 0 || $0 == 1 } ?? false
    }
}

extension Timestamp {
    /// Whether no more than so many hours have passed since then.
    func isWithin(_ hours: Int, of time: Timestamp) -> Bool {
        self <= time.advanced(byHours: hours)
    }
}
