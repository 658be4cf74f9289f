internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages
internal import TherapyContract

/// Puts another content of a plugin into the clinic.
struct PluginUpgradeCommand: FolderWork {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Check another content of a plugin, and put it in the place of the one before.",
        discussion: """
            It shows what is different. What was approved runs on until the new content is approved.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The folder that holds its plugin.json.", completion: .directory)
    var folder: String

    func work(in opened: OpenedClinic) throws -> Output {
        let plugin = try OfferedPlugin(at: folder, for: opened)
        let before = try PluginOnShelf(plugin.id, in: opened)
        try PluginPlacement(in: opened.folder).replace(
            before.folderName, with: plugin.therapy.tree)
        // What a person approved is what another content is held against.
        let old = (before.approved ?? before.therapy?.contract).map(ContractLines.of) ?? []
        let change = ContractLines.difference(old, ContractLines.of(plugin.therapy.contract))
        return Output(
            ["Upgraded \(plugin.id) to \(plugin.version)."] + change,
            notes: [OfferedPlugin.next(for: plugin.id, in: opened)])
    }
}
