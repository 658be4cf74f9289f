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

            With --previous it goes back to the content that had been at work before the approved \
            one: the clinic keeps its copy.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The plugin's id.", transform: ArgumentParsing.identity)
    var plugin: Identity

    @Flag(help: "Let it run also where this machine cannot confine it.")
    var unconfined = false

    @Flag(help: "Go back to the content that was at work before the one that is approved.")
    var previous = false

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let (therapy, content) =
            try await previous
            ? kept(in: opened, over: &session) : shelved(in: opened)
        // Whoever has just put it there need not wait by hand.
        if !previous {
            _ = try await status(over: &session) { status in
                status?.waiting == content || status?.approved == content
            }
        }
        try await session.send(
            ApprovePlugin(
                plugin: plugin, version: content.version, hash: content.hash,
                contract: therapy.json, unconfined: unconfined), as: actor)
        let status = try await status(over: &session) { status in
            status?.approved == content && (previous || status?.waiting == nil)
                || status?.left == content
        }
        let lines =
            ["Approved \(plugin) \(content.version), content \(content.hash):"]
            + ContractLines.of(therapy.contract)
        let misfits = therapy.contract.misfits(in: opened.clinic).map(\.description)
        if let status, status.left == content,
            let rollback = PluginStanding(status, process: nil, beat: nil).rollback
        {
            return Output(lines, notes: misfits).failing(ClientError.late(rollback))
        }
        guard let problem = status?.problem else {
            return Output(lines, notes: misfits + ["`cairn status` shows when it is ready."])
        }
        return Output(lines, notes: misfits).failing(
            ClientError.late(Advice(problem, remedy: status?.remedy ?? "See `cairn status`.")))
    }

    /// What its folder holds.
    private func shelved(in opened: OpenedClinic) throws -> (TherapyFolder.Therapy, PluginContent) {
        let shelf = try PluginOnShelf(plugin, in: opened)
        let therapy = try shelf.fit()
        return (
            therapy, PluginContent(version: therapy.contract.version, hash: try shelf.hash())
        )
    }

    /// What it can go back to, in the clinic's own copy.
    private func kept(in opened: OpenedClinic, over session: inout BusSession) async throws -> (
        TherapyFolder.Therapy, PluginContent
    ) {
        let standing = try await session.ask(Plugins()).first { $0.plugin == plugin }
        guard let content = standing?.previous else {
            throw ClientError.usage(
                Advice(
                    "There is nothing that \(plugin) could go back to: no content was at work before"
                        + " the approved one.",
                    remedy: "See `cairn plugin show \(plugin)`; `cairn plugin upgrade FOLDER` puts"
                        + " another content there."))
        }
        let path = ApprovedCopies(of: opened.folder).path(of: plugin, content.hash)
        return (try TherapyFolder.read(path, for: nil), content)
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
