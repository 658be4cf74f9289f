internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Certifies treatment to payers.
struct CertificationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certification",
        abstract: "Say which payer wants treatment certified, and certify it.",
        discussion: """
            For clients whose payer wants it, such as Medicare: then it is a prescriber's duty. For \
            example:

                cairn certification require c-0001 Medicare --as cm1

                cairn certification sign c-0001 --as md1
            """,
        subcommands: [CertificationRequireCommand.self, CertificationSignCommand.self])
}

/// Says whether a payer wants it.
struct CertificationRequireCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "require", abstract: "Write down that a client's payer wants it, or does not.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "Who pays.")
    var payer: String

    @Flag(help: "This payer does not want it.")
    var not = false

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let id = try client.id()
        let before = try await session.care(of: id, as: actor).certification
        let answer = try await session.send(
            RequireCertification(
                client: id, replaces: before?.event, payer: payer, isRequired: !not), as: actor)
        return Output(["It is written down."] + answer.guidance)
    }
}

/// Certifies that a client needs this treatment.
struct CertificationSignCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Certify that a client needs this treatment.",
        discussion: """
            From the day after the last certified one, or from today where none is. Who acts signs it.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp(
            "The first day that it covers: \(DayWord.coming).", valueName: "day"),
        transform: DayWord.parse)
    var first: DayWord?

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let id = try client.id()
        let last = try await session.care(of: id, as: actor).certification?.through
        let today = await opened.now(over: &session).today
        let next = last?.advanced(by: 1)
        let day = first?.date(on: today, looking: .next)
        let answer = try await session.send(
            CertifyTreatment(client: id, from: day ?? max(next ?? today, today)), as: actor)
        return Output(["The certification is signed by \(actor.staff)."] + answer.guidance)
    }
}
