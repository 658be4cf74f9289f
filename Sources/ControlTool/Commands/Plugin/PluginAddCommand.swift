internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// Checks a plugin and puts it into the clinic.
struct PluginAddCommand: FolderWork {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Check a plugin's folder, and copy it into the clinic.",
        discussion: "It says all that is wrong with it at once. It runs when it is approved.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The folder that holds its plugin.json.", completion: .directory)
    var folder: String

    func work(in opened: OpenedClinic) throws -> Output {
        let plugin = try OfferedPlugin(at: folder, for: opened)
        try plugin.requireOwnName(in: opened)
        try PluginPlacement(in: opened.folder).add(plugin.therapy.tree, as: plugin.id.text)
        return Output(
            "Added \(plugin.id), \(plugin.version), as plugins/\(plugin.id).",
            notes: [OfferedPlugin.next(for: plugin.id, in: opened)])
    }
}
