internal import ArgumentParser
internal import ClinicClient
internal import ClinicalRules
internal import Messages

/// A form that a person fills in with a client, from the first question to the hand-in.
///
/// Between the two the person may take as long as the client needs: nobody is on the bus then.
struct FilledIn {
    let client: ClientID
    /// What the form is called on the wire.
    let form: String
    let person: Person
    let opened: OpenedClinic
    /// What goes on with it.
    let command: String

    static let help: ArgumentHelp =
        "The answers, in the order of the questions that are asked: 0,2,1 or no,no,yes. Or JSON, @FILE, or - for standard input, as `cairn assess score` takes them."

    /// The bytes of answers that are JSON; `nil` where they stand one behind the other.
    static func json(_ answers: String) -> [UInt8]? {
        guard let first = answers.trimmed.first, "[{@".contains(first) || answers == "-",
            let bytes = try? BodyText.read(answers)
        else { return nil }
        return bytes
    }

    /// What was answered, in one text or line by line, and whether the person stopped.
    ///
    /// A text that lacks an answer is not handed in, unless what stands in it tells a danger: that is
    /// not lost for want of the rest.
    func dialogue(
        answers: String?, tells: ([String: ItemAnswer]) -> [DangerSign],
        asking questions: ([String: ItemAnswer]) -> QuestionDialogue
    ) async throws -> (QuestionDialogue, isStopped: Bool) {
        // Whoever does not say who acts need not answer first.
        _ = try person.named(in: opened)
        if let answers {
            var dialogue = questions([:])
            try dialogue.take(each: answers)
            let isDanger = tells(dialogue.answers).contains { $0.kind != .safetyQuestionOpen }
            if isDanger, !dialogue.open.isEmpty { return (dialogue, true) }
            dialogue = questions([:])
            try dialogue.take(all: answers)
            return (dialogue, false)
        }
        let begun = try await begun()
        if let banner = opened.banner { Terminal.standard.note(banner) }
        if let begun, let since = Moment(begun.at, timeZone: opened.clinic.timeZone) {
            try Terminal.standard.line(
                "It goes on with what is open since \(since.local.time).")
        }
        var asking = Asking(questions(begun?.answers ?? [:]))
        try await asking.ask()
        guard !asking.dialogue.given.isEmpty else {
            throw ClientError.refused(
                Advice(
                    "Nothing was answered, and nothing is handed in.",
                    remedy: "Begin again with `\(command)`."))
        }
        return (asking.dialogue, asking.isStopped)
    }

    /// What was answered before; nothing where the person may not see it.
    private func begun() async throws -> BegunAnswers? {
        try await opened.visit(as: person) { session in
            let actor = try person.named(in: opened)
            do {
                return try await session.ask(
                    BegunForm(client: client, instrument: form), as: actor)
            } catch let error as ClientError where error.ending == .refused {
                // Who is not registered is said before the first question, and not after the last.
                if BegunForm.roles?.contains(actor.role) ?? true { throw error }
                return nil
            }
        }
    }

    /// Hands in what there is, and says what follows.
    func handIn(
        _ order: some Command, isStopped: Bool = false, saying result: [String] = []
    ) async throws {
        let actor = try person.named(in: opened)
        let answer = try await opened.visit(as: person) { try await $0.send(order, as: actor) }
        let done = "\(form) of \(client) is handed in"
        let stopped = "\(done) as far as it goes. To go on: `\(command)`."
        try Output(
            ([isStopped ? stopped : "\(done)."] + result).map { Output.Line($0) }
                + answer.guidance.map { Output.Line($0, .bold) }
        ).show()
    }
}
