internal import ArgumentParser
internal import Messages

/// Says which build this is.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Say which version this is.")

    func run() throws { try Output(CairnVersion.text).show() }
}
