internal import ArgumentParser
internal import ClinicClient
internal import ClinicalRules
internal import Messages

/// Hands in a form.
struct FormCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "form", abstract: "Go through a form with a client, and hand it in.",
        discussion: """
            It asks item by item, with the answers that each may have, and leaves out what the form's \
            own rules leave out. `stop`, Ctrl-C or the end of the input hands in what is answered: \
            a danger in it is told at once, and within a day the same command goes on with the rest. \
            With `--answers` it asks nothing; where the last of them are missing it hands nothing in, \
            unless those that are given tell a danger. For example:

                cairn form phq9 c1 --as t01

                cairn form c-ssrs c1 --answers no,no,no --as t01

                cairn form dbt.diary-card c1 --as t01

            `cairn forms` names the forms, those of therapies among them, and `cairn forms phq-9` \
            shows one.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(
        help: "The form: phq-9, phq9, dbt.diary-card, or a beginning that no other has.",
        completion: .list(InstrumentLibrary.all.map(\.id)))
    var name: String

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Option(help: FilledIn.help)
    var answers: String?

    func run() async throws {
        let instrument = try await FormBook.instrument(
            name, in: visitor.open, as: visitor.person)
        let client = try client.id()
        let opened = try visitor.open()
        let filled = FilledIn(
            client: client, form: instrument.id, person: visitor.person, opened: opened,
            command: "cairn form \(instrument.id) \(client)")
        if let answers, let bytes = FilledIn.json(answers) {
            return try await filled.handIn(
                SubmitQuestionnaire(
                    client: client, instrument: instrument.id,
                    answers: GivenAnswers.read(bytes, for: instrument)))
        }
        let bands = opened.clinic.policies.withdrawalBands
        let (dialogue, isStopped) = try await filled.dialogue(
            answers: answers,
            tells: { instrument.dangerSigns(in: $0, banding: bands, isHighRisk: false) },
            asking: { QuestionDialogue(instrument, known: $0) })
        try await filled.handIn(
            SubmitQuestionnaire(
                client: client, instrument: instrument.id, answers: dialogue.answers),
            isStopped: isStopped,
            saying: FormCommand.score(dialogue.answers, to: instrument, by: bands))
    }

    /// What it comes to, in a line; nothing where it has no score.
    private static func score(
        _ answers: [String: ItemAnswer], to instrument: Instrument, by policy: String
    ) -> [String] {
        guard let score = instrument.judge(answers, banding: policy).score else { return [] }
        let parts = instrument.scales.compactMap { scale in
            score.scores[scale.id].map { "\(scale.id) \($0)" + band(score.bands[scale.id]) }
        }
        let triages = instrument.triages.compactMap { triage in
            score.bands[triage.policy].map { "\(triage.policy) \($0)" }
        }
        return [(parts + triages).joined(separator: ", ") + "."]
    }

    private static func band(_ name: String?) -> String { name.map { " (\($0))" } ?? "" }
}

/// Records the intake questions.
struct IntakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake",
        abstract: "Ask the questions of danger and withdrawal that come before any level of care.",
        discussion: """
            As `cairn form` does, with yes and no. For example:

                cairn intake c1 --as t01

                cairn intake c1 --answers n,n,n,n,n,y,n,n,n --as t01

            The questions, in order: \(IntakeQuestion.known.map(\.rawValue).joined(separator: ", ")).
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Option(help: FilledIn.help)
    var answers: String?

    func run() async throws {
        let client = try client.id()
        let filled = FilledIn(
            client: client, form: BegunForm.intake, person: visitor.person,
            opened: try visitor.open(), command: "cairn intake \(client)")
        let (dialogue, isStopped) = try await filled.dialogue(
            answers: answers,
            tells: { ConcernPolicy.current.dangerSigns(in: $0, beside: Evidence()) },
            asking: { QuestionDialogue(intake: $0) })
        try await filled.handIn(
            AnswerIntake(client: client, answers: dialogue.given), isStopped: isStopped)
    }
}
