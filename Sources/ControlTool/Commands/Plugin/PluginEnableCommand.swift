internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages
internal import TherapyContract

/// Approves a plugin's content, so that it runs.
struct PluginEnableCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Approve a plugin as its folder is now, so that it runs.",
        discussion: """
            It shows what the plugin reads, asks for and may use. Exactly this content is approved: \
            the clinic keeps a copy of its own and runs that. Who approved it, and when, is on \
            record. Only a director or an administrator may.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The plugin's id.", transform: ArgumentParsing.identity)
    var plugin: Identity

    @Flag(help: "Let it run also where this machine cannot confine it.")
    var unconfined = false

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let shelf = try PluginOnShelf(plugin, in: opened)
        let therapy = try shelf.fit()
        let content = PluginContent(
            version: therapy.contract.version, hash: try shelf.hash())
        // Whoever has just put it there need not wait by hand.
        _ = try await status(over: &session) { status in
            status?.waiting == content || status?.approved == content
        }
        try await session.send(
            ApprovePlugin(
                plugin: plugin, version: content.version, hash: content.hash,
                contract: therapy.json, unconfined: unconfined), as: actor)
        let status = try await status(over: &session) { status in
            status?.approved == content && status?.waiting == nil
        }
        let lines =
            ["Approved \(plugin) \(content.version), content \(content.hash):"]
            + ContractLines.of(therapy.contract)
        let misfits = therapy.contract.misfits(in: opened.clinic).map(\.description)
        guard let problem = status?.problem else {
            return Output(lines, notes: misfits + ["`cairn status` shows when it is ready."])
        }
        return Output(lines, notes: misfits).failing(
            ClientError.late(Advice(problem, remedy: status?.remedy ?? "See `cairn status`.")))
    }

    /// How it stands once that is so, or after a while.
    private func status(
        over session: inout BusSession, _ isSo: (PluginStatus?) -> Bool
    ) async throws -> PluginStatus? {
        let deadline = ContinuousClock.now + .seconds(15)
        while true {
            let status = try await session.ask(Plugins()).first { $0.plugin == plugin }
            if isSo(status) || ContinuousClock.now >= deadline { return status }
            await session.listen(for: .milliseconds(200))
        }
    }
}
