internal import ArgumentParser
internal import ClinicClient
internal import Messages
internal import TherapyContract

/// What staff tell a therapy.
struct TherapyGroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "therapy", abstract: "Tell a therapy what happened between its sessions.",
        discussion: """
            A therapy's host records it, whether the therapy's program runs or not. For example:

                cairn therapy report dbt c-0001 observe-breath --as t01

                cairn therapy record dbt log-coaching c-0001 minutes=9 --as t01

            `cairn therapy show dbt` says what it takes.
            """,
        subcommands: [
            TherapyShowCommand.self, TherapyReportCommand.self, TherapyCompleteCommand.self,
            TherapyRecordCommand.self, TherapyCloseCommand.self,
        ])
}

/// Shows what a therapy may be told.
struct TherapyShowCommand: Visit {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what may be told to a therapy, or list the therapies.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The therapy's id, or a beginning of it.")
    var therapy: String?

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        guard let therapy else {
            let rows = try await session.ask(ApprovedTherapies()).map { line in
                [
                    line.therapy.text, TherapyWords(line).title,
                    line.isInUse ? "in use" : "not in use",
                ]
            }
            return rows.isEmpty
                ? Output("No therapy was approved.")
                : .table([["THERAPY", "TITLE", "USE"]] + rows)
        }
        return try await Output(session.therapy(therapy).lines)
    }
}

/// Says how a practice went.
struct TherapyReportCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Say how a practice went, in the client's words.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The therapy's id, or a beginning of it.")
    var therapy: String

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "The practice, or a beginning of its name.")
    var practice: String

    @Flag(name: .customLong("not-done"), help: "The client did not do it.")
    var isNotDone = false

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let therapy = try await session.therapy(therapy)
        let practices = try therapy.contract().practice.map(\.name)
        guard !practices.isEmpty else { throw therapy.takesNo("word on a practice") }
        let name = try ShortForm.of(practice, in: practices, naming: "practice")
        let answer = try await session.send(
            ReportPractice(client: client.id(), practice: name, isDone: !isNotDone),
            to: therapy.id, as: actor)
        return Output(
            ["\(name) is written down as \(isNotDone ? "not done" : "done")."] + answer.guidance)
    }
}

/// Says that a client has finished a module.
struct TherapyCompleteCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "Say that a client has finished a module, where a word finishes it.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The therapy's id, or a beginning of it.")
    var therapy: String

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "The module, or a beginning of its name.")
    var module: String

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let therapy = try await session.therapy(therapy)
        let modules = try therapy.contract().curriculum.filter { $0.when.contains(.word) }
            .flatMap(\.modules).map(\.name)
        guard !modules.isEmpty else { throw therapy.takesNo("word on a module") }
        let name = try ShortForm.of(module, in: modules, naming: "module")
        let answer = try await session.send(
            CompleteModule(client: client.id(), module: name), to: therapy.id, as: actor)
        return Output(["\(name) is written down as finished."] + answer.guidance)
    }
}

/// Records a fact of a therapy's own.
struct TherapyRecordCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: "Record a fact of a therapy's own, by its fields.",
        discussion: """
            `cairn therapy show THERAPY` names the commands with their fields. The parts of a list \
            are parted by commas. For example:

                cairn therapy record dbt log-coaching c-0001 minutes=9 skill=ride-the-wave --as t01
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The therapy's id, or a beginning of it.")
    var therapy: String

    @Argument(help: "The command, or a beginning of its name.")
    var command: String

    @Argument(help: "The client, where the fact is about one, and then FIELD=VALUE for each field.")
    var words: [String] = []

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let therapy = try await session.therapy(therapy)
        let contract = try therapy.contract()
        guard !contract.commands.isEmpty else { throw therapy.takesNo("record") }
        let name = try ShortForm.of(command, in: contract.commands.map(\.name), naming: "command")
        guard let declared = contract.commands.first(where: { $0.name == name }),
            let fact = contract.fact(declared.records)
        else { throw therapy.unreadable }
        let given = try FactWords(words, for: fact)
        let answer = try await session.send(
            RecordFact(name: name, client: given.client, data: given.data), to: therapy.id,
            as: actor)
        return Output(["\(fact.name) is written down."] + answer.guidance)
    }
}

/// Closes what a therapy asked a person to do.
struct TherapyCloseCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Say that what a therapy asked for is done.",
        discussion: """
            `cairn today` shows what that is. An alert or a proposal that assessment or the scheduler \
            has taken over is closed there.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The therapy's id, or a beginning of it.")
    var therapy: String

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "What it is about, or a beginning of that.")
    var duty: String

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let therapy = try await session.therapy(therapy)
        let id = try client.id()
        let open = try await session.ask(OpenDuties(client: id))
            .filter { $0.owner == therapy.id }.map(\.duty.about)
        guard !open.isEmpty else {
            throw ClientError.refused(
                Advice(
                    "\(therapy.id) has asked for nothing that is open for this client.",
                    remedy: "`cairn duties` shows what is open."))
        }
        let name = try ShortForm.of(duty, in: open, naming: "duty")
        let answer = try await session.send(
            CloseTherapyDuty(client: id, name: name), to: therapy.id, as: actor)
        return Output(["\(name) is done."] + answer.guidance)
    }
}
