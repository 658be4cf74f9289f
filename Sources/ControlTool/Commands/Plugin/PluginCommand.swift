internal import ArgumentParser

/// Therapies, from the first line to the clinic.
struct PluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "Write a therapy, try it, and put it into the clinic.",
        discussion: """
            Nothing of a plugin runs before a person has approved its content, by its hash; what \
            was approved is what runs, whatever becomes of the folder. A rehearsal whose clinic.yaml \
            says `plugins: approve-all` approves by itself. docs/plugins/admission.md has more.
            """,
        subcommands: [
            PluginAddCommand.self, PluginListCommand.self, PluginShowCommand.self,
            PluginEnableCommand.self, PluginDisableCommand.self, PluginUpgradeCommand.self,
            PluginRemoveCommand.self,
            PluginNewCommand.self, PluginPlayCommand.self, PluginCheckCommand.self,
            PluginPackCommand.self,
        ])
}
