internal import ArgumentParser
internal import Messages
internal import PeerGroupsCore
internal import ServiceKit

/// The process `cairn-peer-groups`.
@main
struct PeerGroupsCommand: ServiceCommand {
    typealias Service = Seating
    static let identity = Identity.peerGroups
    static let abstract = "Who sits in which peer group, and who waits."

    @OptionGroup var options: ServiceOptions
}
