internal import ClinicFiles
internal import Foundation
internal import Messages
internal import PeerKit
internal import Platform
internal import ServiceKit
internal import Supervisor
internal import SupervisorCore
internal import Synchronization

/// Both halves of the supervisor at work: processes, which need no bus, and the record of them.
struct SupervisedClinic {
    let options: ServiceOptions
    let simulates: Bool
    /// Whether it is started without plugins.
    let isSafe: Bool

    func run() async -> Never {
        do {
            try await supervise()
        } catch let error as any Remediable {
            complain(error.advice.description)
            exit(Messages.ExitCode.of(error))
        } catch {
            complain("Could not go on: unexpected error \(type(of: error)); please report it.")
        }
        exit(Messages.ExitCode.failure)
    }

    private func supervise() async throws {
        let folder = options.folder
        try folder.requireOwner()
        try folder.requireFolders()
        let clinic = try folder.clinic()
        let mode = try folder.mode()
        try KeyFolder(of: folder).requireOwn()
        try folder.requireRoom(for: clinic)
        for loss in ClinicCheck.losses(in: clinic) { complain(loss) }
        // Whom this list names is let in, and waited for.
        if isSafe { try ApprovedList([]).write(in: folder) }
        try KeyFolder(of: folder).prepare(clinic: clinic, mode: mode)
        let programs = Programs(folder: folder, clinic: clinic, logFormat: options.logFormat)
        let plugins = PluginWatch(programs: programs, mode: mode, holdsAll: isSafe)
        var configuration = ProcessControl.Configuration(
            clinic: folder,
            guardian: GuardianCommand(executable: RunningProgram.path, arguments: ["guard"]))
        configuration.respecifying = plugins.specification
        let control = try ProcessControl(
            configuration, processes: programs.all(simulates: simulates && mode.isRehearsal),
            incarnation: Hexadecimal.text(of: .random(in: .min ... .max)),
            wallClock: { WallClock.now })
        // Now that no other supervisor is there.
        try folder.takeIntoForce(clinic, mode)
        let record = ProcessRecord(control: control, plugins: plugins, mode: mode)
        await ServiceProcess(
            ProcessRegister(), as: .supervisor, options: options,
            settings: { _ in
                PeerSettings(
                    answering: record.answer, permitting: record.permit, telling: record.tell)
            }
        ).run(
            opening: { register in
                // The hub is never among those that an operator stopped: who once could stop it had
                // no way to start it again.
                try await control.start(butNot: register.stopped.subtracting([.hub]))
                await record.look()
                Task { await record.collect() }
            },
            beside: record.turn,
            atEnd: {
                folder.noteEnding()
                await control.shutdown()
            })
    }

    private func complain(_ text: String) {
        StandardStreams.complain("cairn-supervisor: \(text)\n")
    }
}
