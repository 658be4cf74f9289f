internal import ArgumentParser
internal import ClinicFiles
internal import Foundation
internal import Messages
internal import PeerKit
internal import Platform
internal import PluginHost
internal import PluginHostCore
internal import ServiceKit
internal import TherapyContract

/// The process around a therapy: a peer like any service, whose core follows the therapy's contract,
/// and which asks the therapy's program beside its loop.
@main
struct PluginHostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-plugin-host", abstract: "Runs one therapy for its clinic.",
        discussion: ServiceOptions.discussion, version: CairnVersion.text)

    @OptionGroup var options: ServiceOptions

    @Option(help: "The therapy's id.")
    var plugin: String

    @Option(help: "The hash of the folder that was approved.")
    var contract: String

    @Flag(help: "Run its program although nothing shuts it in: an administrator allowed it.")
    var unconfined = false

    func run() async throws {
        do {
            let clinic = try options.folder.standingClinic()
            let approved = try ApprovedTherapy(
                plugin, hash: contract, of: clinic, in: options.folder)
            let mode = try options.folder.standingMode()
            let host = TherapyHost(
                approved, clinic: clinic, mode: mode, folder: options.folder,
                mayRunUnconfined: unconfined || mode.isRehearsal)
            await ServiceProcess(
                HostedTherapy(contract: approved.contract, hash: contract),
                as: approved.contract.id, options: options,
                reads: approved.contract.hostReads,
                settings: { _ in
                    var settings = PeerSettings(telling: { host.tell(&$0) })
                    settings.joinsLate = true
                    return settings
                }
            ).run(
                waking: { host.wakes($0) },
                beside: { peer, _, wall in try host.turn(&peer, wall: wall) },
                atEnd: { await host.stop() })
        } catch let error as any Remediable {
            StandardStreams.complain("\(error.advice)\n")
            throw ArgumentParser.ExitCode(Messages.ExitCode.configuration)
        }
    }
}

/// A therapy as a person approved it: its contract, and the copy of its folder that runs.
struct ApprovedTherapy: Sendable {
    let contract: PluginContract
    let hash: String
    /// The copy; only the clinic's user may write it.
    let folder: String
    /// What it runs with, by the settings' names.
    let settings: [String: JSONFragment]

    /// Throws `ClinicError` where the copy or its contract is not there, and `UnfitSettings` where the
    /// clinic sets what the contract does not take.
    init(_ plugin: String, hash: String, of description: Clinic, in clinic: ClinicFolder) throws {
        guard let id = Identity(plugin), !hash.isEmpty, hash.allSatisfy({ $0.isHexDigit })
        else {
            throw ClinicError.unreadable("plugin.json", "no therapy has that id and hash")
        }
        let copies = ApprovedCopies(of: clinic)
        folder = copies.path(of: id, hash)
        self.hash = hash
        guard copies.holds(id, hash) else {
            throw ClinicError.unreadable("plugin.json", "the approved copy is not there")
        }
        guard let read = copies.contract(of: id, hash), read.id == id else {
            throw ClinicError.unreadable("plugin.json", "it is no contract of \(plugin)")
        }
        contract = read
        settings = try TherapySettings(of: description, in: clinic).values(for: read)
    }
}
