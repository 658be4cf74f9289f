internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Writes down what is prescribed.
struct MedicationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "medication",
        abstract: "Write down what is prescribed to a client, refilled, changed and stopped.",
        discussion: """
            What is prescribed never counts as use, and has no end until somebody stops it. For example:

                cairn medication start c-0001 buprenorphine --for opioid-use-disorder --by md1 \
            --until 2026-12-20 --as rn1

                cairn medication refill c-0001 buprenorphine 2027-01-17 --as rn1

                cairn medication stop c-0001 buprenorphine Switched to methadone by md1. --as rn1
            """,
        subcommands: [
            MedicationStartCommand.self, MedicationRefillCommand.self,
            MedicationChangeCommand.self, MedicationStopCommand.self,
        ])
}

/// Whose medication it is, and which.
struct MedicationOptions: ParsableArguments {
    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "The medication, by its name or id, or the beginning of its name.")
    var medication: String

    var id: ClientID { get throws { try client.id() } }

    /// The one that the client takes now.
    func taken(as actor: Actor, over session: inout BusSession) async throws -> StandingMedication {
        let all = try await session.care(of: id, as: actor).medications
        let taken = all.filter { $0.stopped == nil }
        let typed = medication.lowercased()
        let same = taken.filter { $0.name.lowercased() == typed || $0.medication.text == typed }
        // Of a name that nobody takes, the one that begins or ends so.
        let fit =
            same.isEmpty && typed.count >= ShortForm.leastOfAnID
            ? taken.filter {
                $0.name.lowercased().hasPrefix(typed) || $0.medication.text.hasPrefix(typed)
                    || $0.medication.text.hasSuffix(typed)
            } : same
        guard let found = fit.first, fit.count == 1 else {
            throw ClientError.refused(
                Advice(
                    fit.isEmpty
                        ? "The client takes nothing of that name."
                        : "The client takes two of that name.",
                    remedy: "See `cairn client care`, and name it by its id."))
        }
        return found
    }
}

/// Records a medication.
struct MedicationStartCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Write down a medication that a client takes.")

    @OptionGroup var options: MedicationOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("What for.", valueName: "purpose"),
        completion: .list(MedicationPurpose.known.map(\.rawValue)))
    var purpose: String

    @Option(help: ArgumentHelp("Who prescribes it, here or elsewhere.", valueName: "text"))
    var by: String

    @Option(help: ArgumentHelp("Dose and how often.", valueName: "text"))
    var dose: String?

    @Option(
        help: ArgumentHelp(
            "The day on which the supply runs out: \(DayWord.coming).", valueName: "day"),
        transform: DayWord.parse)
    var until: DayWord?

    @Option(
        help: ArgumentHelp(
            "Since when: yesterday, mon (the last one), or a date (default: today).",
            valueName: "day"),
        transform: DayWord.parse)
    var since: DayWord?

    @Option(
        name: .customLong("shows"), parsing: .singleValue,
        help: ArgumentHelp(
            "What a urine test finds because of it; may be repeated.", valueName: "substance"),
        completion: .list(TestedSubstance.known.map(\.rawValue)))
    var substances: [String] = []

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let today = await opened.now(over: &session).today
        let command = StartMedication(
            client: try options.id, name: options.medication,
            purpose: try ShortForm.of(purpose, naming: "purpose"), dose: dose, prescriber: by,
            testsAs: try substances.map { try ShortForm.of($0, naming: "substance") },
            refill: until?.date(on: today, looking: .after),
            since: since?.date(on: today, looking: .last))
        let answer = try await session.send(command, as: actor)
        return Output(["The medication is written down."] + answer.guidance)
    }
}

/// Records that a medication was dispensed again.
struct MedicationRefillCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "refill", abstract: "Write down until when a medication was dispensed.")

    @OptionGroup var options: MedicationOptions

    @Argument(
        help: "The day on which the supply runs out: \(DayWord.coming).",
        transform: DayWord.parse)
    var until: DayWord

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let taken = try await options.taken(as: actor, over: &session)
        let last = await until.date(looking: .after, in: opened, over: &session)
        let answer = try await session.send(
            ChangeMedication(
                client: try options.id, medication: taken.medication, replaces: taken.event,
                refill: last), as: actor)
        return Output(["The refill is written down."] + answer.guidance)
    }
}

/// Records another dose or prescriber.
struct MedicationChangeCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "change", abstract: "Write down another dose or prescriber of a medication.")

    @OptionGroup var options: MedicationOptions

    @Option(help: ArgumentHelp("Dose and how often.", valueName: "text"))
    var dose: String?

    @Option(help: ArgumentHelp("Who prescribes it, here or elsewhere.", valueName: "text"))
    var by: String?

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let taken = try await options.taken(as: actor, over: &session)
        let answer = try await session.send(
            ChangeMedication(
                client: try options.id, medication: taken.medication, replaces: taken.event,
                dose: dose,
                prescriber: by), as: actor)
        return Output(["The change is written down."] + answer.guidance)
    }
}

/// Records that a medication was stopped.
struct MedicationStopCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Write down that a medication was stopped, and why.")

    @OptionGroup var options: MedicationOptions

    @Argument(help: "Why, and who decided it: the rest of the line.")
    var reason: [String]

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let taken = try await options.taken(as: actor, over: &session)
        let answer = try await session.send(
            StopMedication(
                client: try options.id, medication: taken.medication, replaces: taken.event,
                reason: reason.joined(separator: " ")), as: actor)
        return Output(["The end is written down."] + answer.guidance)
    }
}
