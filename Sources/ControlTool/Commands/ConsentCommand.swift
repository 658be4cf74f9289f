internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Records what a client consents to, and takes it back.
struct ConsentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract: "Record what a client consents to, take it back, and show what counts.",
        discussion: """
            A therapy may ask for a consent: a client without it is in none of its sessions. \
            `cairn plugin show` says which it asks for. The consent to treatment itself comes with \
            the registration. For example:

                cairn consent give c1 family-involvement --until 2027-03-31 --as cm1

                cairn consent withdraw c1 family-involvement --as fd1

            One that was recorded in error is taken back with `cairn correct`.
            """,
        subcommands: [
            ConsentGiveCommand.self, ConsentWithdrawCommand.self, ConsentListCommand.self,
        ])
}

/// Records a consent.
struct ConsentGiveCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "give", abstract: "Record that a client consents to something.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "What for: the name that the therapy asks for, as family-involvement.")
    var purpose: String

    @Option(
        help: ArgumentHelp("The last day, as 2027-03-31 (default: no end).", valueName: "date"),
        transform: ArgumentParsing.date)
    var until: LocalDate?

    @Option(
        help: ArgumentHelp(
            "The day on which it was given, as 2026-10-05 (default: today).", valueName: "date"),
        transform: ArgumentParsing.date)
    var on: LocalDate?

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let client = try client.id()
        let answer = try await session.send(
            RecordConsent(client: client, purpose: purpose, expires: until, given: on), as: actor)
        let end = until.map { " until \($0)" } ?? ""
        return Output(["It is recorded that \(client) consents\(end)."] + answer.guidance)
    }
}

/// Takes a consent back.
struct ConsentWithdrawCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Record that a client takes a consent back.",
        discussion: """
            Anybody of the staff may be told. It counts no more at once, and what was planned on it \
            is planned again.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "What for, as it was given.")
    var purpose: String

    @Option(
        help: ArgumentHelp(
            "The day on which the client said so, as 2026-10-05 (default: today).",
            valueName: "date"),
        transform: ArgumentParsing.date)
    var on: LocalDate?

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let client = try client.id()
        let answer = try await session.send(
            WithdrawConsent(client: client, purpose: purpose, withdrawn: on), as: actor)
        return Output(["It is recorded that \(client) takes it back."] + answer.guidance)
    }
}

/// Shows what a client has consented to.
struct ConsentListCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show what a client has consented to, and what counts.")

    @OptionGroup var looking: LookOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    var scope: String { "consent list" }
    var subject: ClientID? { try? client.id() }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws
        -> [ConsentLine]
    {
        try await session.ask(
            ConsentsView(client: client.id()), as: visitor.person.named(in: opened))
    }

    func show(_ lines: [ConsentLine], in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        guard !lines.isEmpty else { return Output("No consent is recorded.") }
        let rows = lines.map { line in
            let purpose = line.purpose.printable(upTo: 80)
            return [
                sight.isRevealing ? purpose : Masking.mask, line.given.description,
                line.expires?.description ?? "", sight.isRevealing ? line.standing : Masking.mask,
            ]
        }
        return .table([["PURPOSE", "GIVEN", "UNTIL", "NOW"]] + rows)
    }
}

extension ConsentLine {
    /// Whether it counts, in words.
    var standing: String {
        withdrawn.map { "taken back on \($0)" } ?? (isLive ? "counts" : "over")
    }
}
