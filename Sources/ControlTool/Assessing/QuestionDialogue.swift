internal import ClinicalRules
internal import Messages

/// Questions with the answers that each may have, and what was answered so far: a value that takes
/// what a person types, line by line.
struct QuestionDialogue {
    /// One question.
    struct Question: Hashable {
        /// What its answer is filed under.
        var key: String
        var text: String
        var choices: [Choice]
        var isOptional = false
    }

    /// An answer that a question may have.
    struct Choice: Hashable {
        var value: Int
        var word: String
    }

    private let questions: [Question]
    private let isLeftOut: @Sendable (String, [String: ItemAnswer]) -> Bool
    /// By question, with those of before.
    private(set) var answers: [String: ItemAnswer]
    /// What was answered here, in order.
    private var taken: [String] = []

    /// - Parameters:
    ///   - known: what was answered before, and is not asked again.
    ///   - isLeftOut: whether answers make a question pointless.
    init(
        _ questions: [Question], known: [String: ItemAnswer] = [:],
        isLeftOut: @escaping @Sendable (String, [String: ItemAnswer]) -> Bool = { _, _ in false }
    ) {
        self.questions = questions
        self.isLeftOut = isLeftOut
        answers = known.filter { $0.value.value != nil || $0.value.missing != nil }
        // Of what leaves nothing open there is nothing to go on with.
        if next == nil { answers = [:] }
    }

    /// The question that is to be asked now; `nil` once all are.
    var next: Question? {
        questions.first { answers[$0.key] == nil && !isLeftOut($0.key, answers) }
    }

    /// What was answered here, without what was before.
    var given: [String: ItemAnswer] { answers.filter { taken.contains($0.key) } }

    /// Which question it is, from 1, and how many there are.
    func place(of question: Question) -> (number: Int, count: Int) {
        ((questions.firstIndex(of: question) ?? 0) + 1, questions.count)
    }

    /// Takes the answer to the next question; says why not where it cannot be one.
    mutating func take(_ line: String) -> String? {
        guard let question = next else { return "No question is open." }
        guard let answer = question.answer(line) else {
            return "\(question.text): the answers are \(question.listed)."
        }
        answers[question.key] = answer
        taken.append(question.key)
        return nil
    }

    /// Takes the last answer back, to be asked again; not those of before.
    mutating func goBack() {
        guard let last = taken.popLast() else { return }
        answers[last] = nil
    }

    /// What is open and must not be, by key.
    var open: [String] {
        questions.filter {
            answers[$0.key] == nil && !$0.isOptional && !isLeftOut($0.key, answers)
        }.map(\.key)
    }
}

extension QuestionDialogue.Question {
    /// The answer that a line is: a value, a word of it or its beginning, `refused`, or `-` for a
    /// question that was not asked.
    fileprivate func answer(_ line: String) -> ItemAnswer? {
        let word = line.trimmed.lowercased()
        if word == "-" { return ItemAnswer(missing: .notAsked) }
        if word == ItemAnswer.Missing.refused.rawValue { return ItemAnswer(missing: .refused) }
        if let value = Int(word) {
            return choices.contains { $0.value == value } ? ItemAnswer(value: value) : nil
        }
        let same = choices.filter { $0.word.lowercased() == word }
        let begun = word.isEmpty ? [] : choices.filter { $0.word.lowercased().hasPrefix(word) }
        let found = same.count == 1 ? same : begun
        return found.count == 1 ? found.first.map { ItemAnswer(value: $0.value) } : nil
    }

    /// The answers with their words.
    var listed: String {
        choices.map { "\($0.value)" == $0.word ? $0.word : "\($0.value) \($0.word)" }
            .joined(separator: ", ")
    }
}

extension QuestionDialogue {
    /// The items of an instrument, without those that its rules leave out.
    init(_ instrument: Instrument, known: [String: ItemAnswer] = [:]) {
        let questions = instrument.items.map { item in
            let set = instrument.answers(to: item)
            let words = set.labels ?? set.values.map(String.init)
            return Question(
                key: item.key, text: "\(item.key): \(item.text ?? item.label)",
                choices: zip(set.values, words).map { Choice(value: $0, word: $1) },
                isOptional: item.isOptional ?? false)
        }
        self.init(questions, known: known) { instrument.reading(of: $0, in: $1) == .skipped }
    }

    /// The intake questions.
    init(intake known: [String: ItemAnswer]) {
        let questions = IntakeQuestion.known.map {
            Question(
                key: $0.rawValue, text: "\($0.rawValue): \($0.words)",
                choices: [Choice(value: 0, word: "no"), Choice(value: 1, word: "yes")])
        }
        self.init(questions, known: known)
    }

    /// Takes answers that stand in one text, each of them.
    mutating func take(all text: String) throws(Refusal) {
        try take(each: text)
        guard open.isEmpty else {
            throw Refusal(
                "These have no answer: \(open.joined(separator: ", ")).",
                remedy: "Give - for a question that was not asked, or refused. Nothing was handed"
                    + " in.")
        }
    }

    /// Takes as many answers as stand in one text, with blanks or commas between them: what would be
    /// typed line by line.
    mutating func take(each text: String) throws(Refusal) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        // A gap that closed would give each later answer to the question before its own.
        guard parts.count == 1 || !parts.contains(where: { String($0).isBlank }) else {
            throw Refusal(
                "An answer beside a comma is missing.",
                remedy: "Give - for a question that was not asked, or refused. Nothing was handed"
                    + " in.")
        }
        for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            guard next != nil else {
                throw Refusal(
                    "There are more answers than questions.",
                    remedy: "Give one for each question that is asked; some leave others out.")
            }
            if let why = take(String(word)) {
                throw Refusal("An answer cannot be one. \(why)", remedy: "Nothing was handed in.")
            }
        }
    }
}

extension IntakeQuestion {
    /// The question in a few words; its own word for one that this version has none for.
    fileprivate var words: String {
        let known: [IntakeQuestion: String] = [
            .seizureHistory: "a seizure or delirium in an earlier withdrawal?",
            .seizureNow: "a seizure or delirium now?",
            .dailySedatives: "takes sedatives each day?", .pregnancy: "is pregnant?",
            .opioidUse: "uses opioids?", .recentDailyDrinking: "drank daily of late?",
            .unstableVitals: "vital signs unstable now?",
            .acutePsychosis: "acutely psychotic now?",
            .dangerAtHome: "in imminent danger at home?",
        ]
        return known[self] ?? "\(rawValue)?"
    }
}
