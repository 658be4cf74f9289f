internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Has a plugin run no more.
struct PluginDisableCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Have a plugin run no more until it is enabled again.",
        discussion: "Its offers are withdrawn. What it published stays, and so does its folder.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The plugin's id.", transform: ArgumentParsing.identity)
    var plugin: Identity

    @Option(help: "Why, for the record; nothing about a client.")
    var reason: String

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        try await session.send(DisablePlugin(plugin: plugin, reason: reason), as: actor)
        return Output("\(plugin) is disabled.")
    }
}
