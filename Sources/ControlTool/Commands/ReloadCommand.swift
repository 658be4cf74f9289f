internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import HashChain
internal import Messages

/// Has a clinic that is up work by its description as it is now.
struct ReloadCommand: Act {
    static let isOperators = true
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Make what clinic.yaml says now take effect everywhere.",
        discussion: """
            Checks the file, says what would change, and has it take effect: who may join, keys \
            for who is new, services and plugins, each started again in order; what they have \
            begun is recorded first, and nothing is lost. People who are no longer in the file \
            lose access. \
            docs/operating/status.md says more under "When clinic.yaml changes". \
            The name, timeZone and listen take `cairn down` and `cairn up`. Without --as, the first \
            administrator of the description in force acts, else a director.
            """)

    @OptionGroup var visitor: VisitOptions

    @Flag(name: .customLong("dry-run"), help: "Say what would change, and change nothing.")
    var isDry = false

    @Option(
        name: .customLong("wait"),
        help: ArgumentHelp(
            "How long to wait until all is ready, in seconds (default: 120).", valueName: "seconds"),
        transform: ArgumentParsing.seconds)
    var waitSeconds = 120

    /// By the description in force: the file may be another one, and is looked at here.
    func open() throws -> OpenedClinic {
        let folder = try visitor.clinic.folder()
        try KeyFolder(of: folder).requireOwn()
        guard let inForce = folder.inForce else {
            _ = try visitor.open()
            throw ClientError.clinicNotUp(folder: folder.path)
        }
        return OpenedClinic(folder: folder, clinic: inForce.clinic, mode: inForce.mode)
    }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let written = try opened.folder.clinic()
        try show(DescriptionChange(from: opened.clinic, to: written), to: written, of: opened)
        let isNew = opened.clinic != written || !OpenedClinic.faults(in: opened.folder).isEmpty
        guard isNew else {
            return Output("clinic.yaml says what is in force; nothing is to be done.")
        }
        guard !isDry else { return Output() }
        try await session.send(ReloadDescription(description: written.digest), as: actor)
        try await wait(for: written, over: &session)
        return Output(
            "\(written.name) works by it.",
            notes: await session.missingParts(of: written).map(\.advice.description))
    }

    /// Says what would change; what only a start takes is refused.
    private func show(_ change: DescriptionChange, to written: Clinic, of opened: OpenedClinic)
        throws
    {
        let terminal = Terminal.standard
        for phrase in change.changes { try terminal.line(phrase) }
        guard change.fixed.isEmpty else { throw DescriptionChange.refusal(of: change.fixed) }
        for loss in ClinicCheck.losses(in: written) { terminal.note(loss) }
        for advice in PluginShelf.leftOut(of: opened.folder, clinic: written)
            + TherapySettings(of: written, in: opened.folder).faults
        {
            terminal.note(advice.description)
        }
    }

    /// Waits until all that run work by the description, and are ready.
    private func wait(for clinic: Clinic, over session: inout BusSession) async throws {
        let deadline = ContinuousClock.now + .seconds(waitSeconds)
        var late: [ProcessStatus] = []
        var failures = RepeatedFailures()
        while ContinuousClock.now < deadline {
            await session.listen(for: .milliseconds(300))
            guard let processes = try? await session.ask(Processes(), within: .seconds(4)) else {
                continue
            }
            let missing = clinic.services.filter { name in
                clinic.elsewhere?.contains(name) != true
                    && !processes.contains { $0.process == name }
            }
            guard missing.isEmpty else { continue }
            failures.note(processes)
            late = processes.filter { isLate($0, working: clinic, over: session) }
            if late.isEmpty { return }
            if late.allSatisfy({ StartProgress.isAtRest($0) || failures.contains($0) }) {
                throw ReloadCommand.unready(late)
            }
        }
        let names = late.map(\.process.text).joined(separator: ", ")
        throw ClientError.late(
            Advice(
                "It was recorded, and not all are ready after \(waitSeconds) s: \(names).",
                remedy: "See `cairn status`, and `cairn logs` of each."))
    }

    /// Whether one that is to run is not ready yet, or not by this description.
    private func isLate(
        _ process: ProcessStatus, working clinic: Clinic, over session: BusSession
    ) -> Bool {
        guard process.state != "stopped" else { return false }
        guard process.state == "ready" else { return true }
        let told = session.heard[process.process]?.heartbeat
        return told?.configuration.map { $0 != clinic.digest } ?? false
    }

    /// What there is to tell when some stay as they are, and nothing more is to be waited for.
    private static func unready(_ late: [ProcessStatus]) -> ClientError {
        let details = late.map { $0.detail ?? "\($0.process) is \($0.state)." }
        return .late(
            Advice(
                "It was recorded, and it is in force; not all could be started. "
                    + details.joined(separator: " "),
                remedy: "Mend that, or take it out of clinic.yaml and `cairn reload` again."))
    }
}
