internal import Foundation
internal import Journal
internal import Messages
internal import ServiceKit
internal import Supervisor
internal import SupervisorCore
internal import Synchronization

/// Both halves of the supervisor at work: processes, which need no bus, and the record of them.
struct SupervisedClinic {
    let options: ServiceOptions
    let simulates: Bool

    func run() async -> Never {
        do {
            try await supervise()
        } catch let error as any Remediable {
            complain(error.advice.description)
            exit(ServiceKit.ExitCode.of(error))
        } catch {
            complain("It ended on an error that has no remedy: \(type(of: error)).")
        }
        exit(ServiceKit.ExitCode.failure)
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
        try KeyFolder(of: folder).prepare(
            clinic: clinic, mode: mode,
            plugins: PluginManifest.readable(in: folder, clinic: clinic))
        let programs = Programs(folder: folder, clinic: clinic, logFormat: options.logFormat)
        let stopped = try stoppedBefore(folder: folder, mode: mode, clinic: clinic)
        var chance = SystemRandomNumberGenerator()
        let plugins = PluginWatch(programs: programs, mode: mode)
        var configuration = ProcessControl.Configuration(
            clinic: folder,
            guardian: GuardianCommand(executable: RunningProgram.path, arguments: ["guard"]))
        configuration.respecifying = plugins.specification
        let control = try ProcessControl(
            configuration, processes: programs.all(simulates: simulates && mode.isRehearsal),
            stopped: stopped,
            incarnation: String(chance.next(), radix: 16), wallClock: { WallClock.now })
        // Now that no other supervisor is there.
        try folder.takeIntoForce(clinic, mode)
        try await control.start()
        let record = ProcessRecord(control: control, plugins: plugins, mode: mode)
        await record.look()
        Task { await record.collect() }
        await ServiceProcess(
            ProcessRegister(), as: .supervisor, options: options,
            settings: { _ in
                PeerSettings(
                    answering: record.answer, permitting: record.permit, telling: record.tell)
            }
        ).run(
            beside: record.turn,
            atEnd: {
                folder.noteEnding()
                await control.shutdown()
            })
    }

    /// What operators had stopped when this supervisor last ran. The hub is not among them: who
    /// once could stop it had no way to start it again.
    private func stoppedBefore(folder: ClinicFolder, mode: ClinicMode, clinic: Clinic)
        throws -> Set<Identity>
    {
        let keys = KeyFolder(of: folder)
        let journal = try Journal.open(
            folder: folder.journals,
            identity: JournalIdentity(
                clinic: mode.clinic, kind: mode.kind.rawValue, identity: .supervisor),
            key: keys.storageKey(of: .supervisor), witness: keys.witness(of: .supervisor))
        defer { journal.close() }
        let engine = Engine(
            core: ProcessRegister(), identity: .supervisor, clinic: clinic, mode: mode)
        return try Peer(
            engine: engine, journal: journal, token: "none", wall: WallClock.now, seed: 0,
            build: RunningProgram.build
        ).engine
            .core.stopped.subtracting([.hub])
    }

    private func complain(_ text: String) {
        StandardStreams.complain("cairn-supervisor: \(text)\n")
    }
}
