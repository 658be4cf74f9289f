internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Looks after somebody who waits for a level of care.
struct WaitCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Say whether a client still waits for a level of care.",
        discussion: """
            A client who was placed at a level that cannot be had has other care meanwhile, and \
            somebody looks after it. For example:

                cairn wait c1 still Two groups a week here, called the unit. --as cm1

                cairn wait c1 over A bed is free from Monday. --as cm1
            """)

    /// Whether the wait is over.
    enum Standing: String, ExpressibleByArgument, CaseIterable {
        case still, over
    }

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "still or over.")
    var standing: Standing

    @Argument(help: "What was done meanwhile, or is agreed: the rest of the line.")
    var words: [String]

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let client = try client.id()
        let view = try await session.ask(PlacementView(client: client), as: actor)
        guard let confirmed = view.confirmed else {
            throw ClientError.refused(
                Advice(
                    "The client is not placed, and so waits for no level.",
                    remedy: "Ask for one with `cairn place \(client)`."))
        }
        let answer = try await session.send(
            ReviewInterim(
                client: client, placement: confirmed.placement, isAvailable: standing == .over,
                words: words.joined(separator: " ")), as: actor)
        let said = standing == .over ? "waits no longer" : "still waits"
        return Output(["\(client) \(said) for level \(confirmed.placed)."] + answer.guidance)
    }
}
