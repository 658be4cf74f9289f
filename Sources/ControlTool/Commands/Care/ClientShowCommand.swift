internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Shows how a client stands.
struct ClientShowCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show how a client stands, and what is to be done next.",
        discussion: """
            Name and contact too, to staff who may know them. What a service that is down would tell is \
            left out, and said. For example:

                cairn client show c1 --reveal "Before the session." --as t01
            """)

    @OptionGroup var looking: LookOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    var scope: String { "client show" }
    var subject: ClientID? { try? client.id() }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws
        -> ClientStanding
    {
        let client = try client.id()
        let actor = try? visitor.person.named(in: opened)
        _ = await session.waitUntilHeard(.supervisor, within: BusSession.silence)
        var standing = ClientStanding(
            client: client, timeZone: opened.clinic.timeZone,
            today: opened.now(heardIn: session).today)
        try await standing.ask(
            over: &session, as: looking.revealing.reveal == nil ? nil : actor)
        guard standing.isKnown else { throw ClientError.nothingKnown }
        return standing
    }

    func show(_ standing: ClientStanding, in sight: Sight, over session: inout BusSession)
        async throws -> Output
    {
        let rows = standing.rows.map { [$0.what, sight.isRevealing ? $0.said : Masking.mask] }
        return Output(
            Output.table(rows).lines,
            notes: standing.silent.map { "\($0) does not answer: what it knows is not shown." })
    }
}
