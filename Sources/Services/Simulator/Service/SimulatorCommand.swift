internal import ArgumentParser
internal import Messages
internal import Platform
internal import ServiceKit
internal import SimulatorPlay

/// `cairn-simulator`: plays a rehearsal's clients and staff, and lets its clock go on.
@main
struct SimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-simulator",
        abstract: "Plays a rehearsal's clients and staff, and lets its clock go on.",
        discussion: """
            It acts only by commands on the bus. A live clinic is refused.

            \(ServiceOptions.discussion)
            """, version: CairnVersion.text)

    @OptionGroup var options: PlayOptions

    func run() async throws { try await options.play() }
}
