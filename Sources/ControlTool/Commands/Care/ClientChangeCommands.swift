internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Changes when a client has no time.
struct ClientBusyCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "busy",
        abstract: "Say when work, school or child care lets a client have no session.",
        discussion: """
            All of the times: those of before are replaced. For example:

                cairn client busy c1 "mon 09:00-17:00" "tue 09:00-12:00" --as fd1

                cairn client busy c1 --never --as fd1
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "A weekly time, such as \"mon 09:00-17:00\".")
    var times: [String] = []

    @Flag(help: "The client has time always.")
    var never = false

    func validate() throws {
        guard times.isEmpty == never else {
            throw ValidationError("Give the times, or --never where there are none.")
        }
    }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let (client, times) = (try client.id(), try WeeklyTimes.read(times))
        let standing = try await session.ask(CommitmentsView(client: client), as: actor)
        let answer = try await session.send(
            ChangeCommitments(client: client, replaces: standing.event, commitments: times),
            as: actor)
        return Output(["The commitments of \(client) are changed."] + answer.guidance)
    }
}

/// Records that somebody does not want treatment now.
struct ClientDeclineCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "decline", abstract: "Record that a person does not want treatment now.",
        discussion: """
            The clinic keeps in touch, and the door stays open. For example:

                cairn client decline c1 Wants to try on her own first. --as cm1
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "Why, in the client's words: the rest of the line.")
    var reason: [String]

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let client = try client.id()
        let answer = try await session.send(
            DeclineTreatment(client: client, reason: reason.joined(separator: " ")), as: actor)
        return Output(["It is recorded that \(client) declines."] + answer.guidance)
    }
}

/// Discharges a client.
struct ClientDischargeCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "discharge",
        abstract: "Discharge a client who declined, or whom nobody reached.",
        discussion: """
            Not before every rung of the outreach was tried. For example:

                cairn client discharge c1 Not reached since May. --as dir
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "Why: the rest of the line.")
    var reason: [String]

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let client = try client.id()
        let answer = try await session.send(
            DischargeClient(client: client, reason: reason.joined(separator: " ")), as: actor)
        return Output(["\(client) is discharged."] + answer.guidance)
    }
}
