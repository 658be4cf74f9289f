package import ArgumentParser
package import Journal
package import Messages
package import PeerKit

/// The program of a service: its core, run as a process of a clinic.
///
/// What differs between services is stated; the options, the help and the loop are the same.
package protocol ServiceCommand: AsyncParsableCommand {
    /// What decides.
    associatedtype Service: Core

    /// Who it is on the bus. The program is called `cairn-` and this.
    static var identity: Identity { get }

    /// What it does, in a sentence for its `--help`.
    static var abstract: String { get }

    /// What it is told when it is started: an `@OptionGroup`.
    var options: ServiceOptions { get }

    /// How its peer differs from others; not at all, unless the service says so.
    static func settings(with journal: any JournalReading) -> PeerSettings
}

extension ServiceCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "cairn-\(identity)", abstract: abstract,
            discussion: ServiceOptions.discussion, version: CairnVersion.text)
    }

    package static func settings(with journal: any JournalReading) -> PeerSettings {
        PeerSettings()
    }

    package func run() async throws {
        await ServiceProcess(
            Service(), as: Self.identity, options: options, settings: Self.settings
        ).run()
    }
}
