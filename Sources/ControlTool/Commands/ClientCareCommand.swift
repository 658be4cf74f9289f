internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// A client's treatment at a glance.
struct ClientCareCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "care",
        abstract: "Show a client's treatment: plan, medication, tests and certification.")

    @OptionGroup var looking: LookOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Flag(help: "As JSON; needs a reason.")
    var json = false

    var scope: String { "client care" }
    var subject: ClientID? { try? client.id() }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws
        -> TreatmentCare
    {
        try await session.care(of: client.id(), as: visitor.person.named(in: opened))
    }

    func show(_ care: TreatmentCare, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        guard json else { return Output(CareSheet(care, isRevealing: sight.isRevealing).lines) }
        guard sight.isRevealing else {
            throw ClientError.usage(
                Advice(
                    "A treatment as JSON shows health data.",
                    remedy: "Say why it must be seen: `--reveal REASON`."))
        }
        return Output(try JSONText.readable(care))
    }
}

extension BusSession {
    /// A client's treatment as it stands.
    mutating func care(of client: ClientID, as actor: Actor) async throws -> TreatmentCare {
        try await ask(ClientCare(client: client), as: actor)
    }

    /// The treatment plan that was written last.
    mutating func writtenPlan(of client: ClientID, as actor: Actor) async throws -> StandingPlan {
        guard let plan = try await care(of: client, as: actor).written else {
            throw ClientError.refused(
                Advice(
                    "No treatment plan is written.",
                    remedy: "Write it with the client first: `cairn plan write`."))
        }
        return plan
    }
}
