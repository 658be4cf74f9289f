internal import ArgumentParser
internal import Messages
internal import PeerGroupsCore
internal import ServiceKit

/// `cairn-peer-groups`: who sits in which peer group, and who waits.
@main
struct PeerGroupsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-peer-groups", abstract: "Who sits in which peer group, and who waits.",
        discussion: ServiceOptions.discussion, version: CairnVersion.text)

    @OptionGroup var options: ServiceOptions

    func run() async throws {
        await ServiceProcess(Seating(), as: .peerGroups, options: options).run()
    }
}
