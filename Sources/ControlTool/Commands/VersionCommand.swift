internal import ArgumentParser
internal import Messages

/// Says which build this is.
struct VersionCommand: LocalWork {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Say which version this is.")

    func work() -> Output { Output(CairnVersion.text) }
}
