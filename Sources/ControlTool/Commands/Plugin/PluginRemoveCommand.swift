internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// Takes a plugin out of the clinic.
struct PluginRemoveCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a plugin out of the clinic, with its approval.",
        discussion: "Its offers are withdrawn. What it published stays.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The plugin's id.", transform: ArgumentParsing.identity)
    var plugin: Identity

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        guard let folder = try? PluginOnShelf(plugin, in: opened).folderName else {
            try await session.send(RemovePlugin(plugin: plugin), as: actor)
            return Output("\(plugin) is removed.")
        }
        try await PluginPlacement(in: opened.folder).remove(folder) {
            try await session.send(RemovePlugin(plugin: plugin), as: actor)
        }
        return Output("\(plugin) is removed.")
    }
}
