internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages
internal import TherapyContract

/// Shows what a plugin declares.
struct PluginShowCommand: FolderWork {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what a plugin offers, reads and asks for, as its folder has it now.",
        discussion: """
            Where another content is approved, the lines that are new begin with +, and those that \
            are gone with -.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The plugin's id.", transform: ArgumentParsing.identity)
    var plugin: Identity

    func work(in opened: OpenedClinic) throws -> Output {
        let shelf = try PluginOnShelf(plugin, in: opened)
        let therapy = try shelf.fit()
        let hash = try shelf.hash()
        let lines = ContractLines.of(therapy.contract)
        let approved = shelf.approved.map(ContractLines.of)
        let state =
            shelf.approvedHash == nil
            ? "It waits for approval."
            : shelf.approvedHash == hash
                ? "This content is approved." : "Another content is approved, and runs on."
        return Output(
            [
                "\(plugin) \(therapy.contract.version), content \(hash)", state,
            ] + (approved.map { ContractLines.difference($0, lines) } ?? lines))
    }
}
