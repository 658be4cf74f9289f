internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages
internal import TherapyContract

/// Shows what a plugin declares, and how it stands.
struct PluginShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what a plugin offers, reads and asks for, as its folder has it now.",
        discussion: """
            Where another content is approved, the lines that are new begin with +, and those that \
            are gone with -. How it stands is told where the clinic is up.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The plugin's id.", transform: ArgumentParsing.identity)
    var plugin: Identity

    @Flag(help: "Print it as JSON.")
    var json = false

    func run() async throws {
        let opened = try visitor.open()
        // A clinic that is down has its files to tell of, and nothing that runs.
        let standing = try? await opened.visit(as: visitor.person) { session in
            try await session.pluginStandings().first { $0.plugin == plugin }
        }
        try output(standing ?? nil, in: opened).show()
    }

    private func output(_ standing: PluginStanding?, in opened: OpenedClinic) throws -> Output {
        let shelf = try PluginOnShelf(plugin, in: opened, approved: standing?.approved)
        let state = stateLines(standing, shelf)
        guard let therapy = shelf.therapy else {
            do { _ = try shelf.fit() } catch let fault as any Remediable {
                return Output(json ? [] : state).failing(fault)
            }
            return Output(state)
        }
        let hash = try shelf.hash()
        let lines = ContractLines.of(therapy.contract)
        guard !json else {
            let page = PluginPage(
                standing: standing.map(PluginEntry.init), version: therapy.contract.version,
                hash: hash, approvedHash: shelf.approvedHash, declares: lines,
                contract: therapy.json)
            return try Output(JSONText.readable(page))
        }
        let approval =
            shelf.approvedHash == nil
            ? "It waits for approval."
            : shelf.approvedHash == hash
                ? "This content is approved." : "Another content is approved."
        let approved = shelf.approved.map(ContractLines.of)
        return Output(
            ["\(plugin) \(therapy.contract.version), content \(hash)", approval] + state
                + (approved.map { ContractLines.difference($0, lines) } ?? lines),
            notes: therapy.contract.misfits(in: opened.clinic).map(\.description))
    }

    private func stateLines(_ standing: PluginStanding?, _ shelf: PluginOnShelf) -> [String] {
        guard let standing else {
            return shelf.approvedHash == nil
                ? [] : ["Whether it runs is not known: the clinic does not answer."]
        }
        guard standing.state != .waits else { return [] }
        let told =
            standing.advice?.description ?? (standing.rollback == nil ? standing.detail : "")
        let way = standing.previous.map {
            "It can go back to \($0.version.printable(upTo: 100)): `cairn plugin enable"
                + " \(standing.plugin) --previous --as STAFF`."
        }
        return ["State: \(standing.state.rawValue).\(told.isEmpty ? "" : " \(told)")"]
            + [standing.rollback?.description, way].compactMap(\.self)
    }
}
