internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Lists the plugins, how each stands, and which folders are left out.
struct PluginListCommand: Visit {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the plugins, and how each stands.",
        discussion: """
            Waits, runs, starts, stopped, disabled, held, degraded, quarantined, refused, fails or \
            silent: docs/plugins/admission.md says what each means, and what to do.
            """)

    @OptionGroup var visitor: VisitOptions

    @Flag(help: "Print it as JSON.")
    var json = false

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        let plugins = try await session.pluginStandings()
        let leftOut = opened.leftOut
        guard !json else {
            let listing = PluginListing(plugins: plugins.map(PluginEntry.init), leftOut: leftOut)
            return try Output(JSONText.readable(listing))
        }
        let new = PluginOnShelf.ids(in: opened).filter { id in
            !plugins.contains { $0.plugin == id }
        }
        let notes = leftOut.map(\.description) + new.map(PluginListCommand.isNew)
        guard !plugins.isEmpty else {
            let none = new.isEmpty ? "No plugin is here." : "No plugin was looked at yet."
            return Output(none, notes: notes)
        }
        let header = ["PLUGIN", "STATE", "APPROVED", "WAITS FOR APPROVAL", "DETAIL"]
        let rows = plugins.map { plugin in
            [
                plugin.plugin.text, plugin.state.rawValue, PluginListCommand.words(plugin.approved),
                PluginListCommand.words(plugin.waiting), plugin.detail.printable(upTo: 600),
            ]
        }
        var output = Output.table([header] + rows)
        output.notes = plugins.compactMap { ($0.advice ?? $0.rollback)?.remedy } + notes
        return output
    }

    /// Said of a folder that the supervisor has not come to.
    private static func isNew(_ plugin: Identity) -> String {
        "\(plugin) was put there just now: the supervisor looks at it within seconds."
    }

    /// A version with the beginning of its hash.
    private static func words(_ content: PluginContent?) -> String {
        content.map { "\($0.version.printable(upTo: 100)) \($0.hash.prefix(12))" } ?? "-"
    }
}
