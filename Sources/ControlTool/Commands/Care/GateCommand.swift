internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Clears what holds a level of care up.
struct GateCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "gate", abstract: "Clear what holds a client's level of care up.",
        discussion: """
            `cairn place` names the gates that are open, and who clears each by which act. Say what \
            was done and what was found. For example:

                cairn gate c1 withdrawal medical-review Steady for two days, no fits since. --as rn1
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "The gate, as `cairn place` names it.")
    var gate: String

    @Argument(help: "What was done, as `cairn place` names it.")
    var deed: String

    @Argument(help: "What was found: the rest of the line.")
    var finding: [String]

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let client = try client.id()
        let open = try await session.ask(PlacementView(client: client), as: actor).gates
        guard !open.isEmpty else {
            throw ClientError.refused(
                Advice(
                    "No gate of this client is open.",
                    remedy: "See what holds the level up with `cairn place \(client)`."))
        }
        let id = try ShortForm.of(gate, in: open.map(\.gate), naming: "open gate")
        let acts = open.filter { $0.gate == id }.flatMap(\.acts)
        let answer = try await session.send(
            ClearGate(
                client: client, gate: id,
                act: try ShortForm.of(deed, in: acts, naming: "act that clears it"),
                finding: finding.joined(separator: " ")), as: actor)
        return Output(["\(id) of \(client) is cleared by \(actor.staff)."] + answer.guidance)
    }
}
