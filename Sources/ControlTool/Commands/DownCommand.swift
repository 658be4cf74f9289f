internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Foundation
internal import Messages
internal import Platform

/// Brings a clinic down.
struct DownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down", abstract: "Bring a clinic down: what was begun is recorded first.",
        discussion: """
            It always ends: what still runs after the wait is killed, which loses nothing that was \
            recorded, and it says so. It needs no file of the clinic's to be in order.
            """)

    @Argument(
        help: "The clinic's folder (default: CAIRN_CLINIC, or the current folder).",
        completion: .directory)
    var folder: String?

    @Option(
        name: .customLong("wait"),
        help: ArgumentHelp(
            "How long to wait until all is gone, in seconds; then what is left is killed (default: 60).",
            valueName: "seconds"),
        transform: ArgumentParsing.seconds)
    var waitSeconds = 60

    func run() async throws {
        let folder = try OpenedClinic.folder(
            folder, environment: ProcessInfo.processInfo.environment,
            current: FileManager.default.currentDirectoryPath)
        let name = (try? folder.standingClinic())?.name ?? folder.path
        let terminal = Terminal.standard
        let supervisor = SupervisorProcess(folder: folder)
        // As far as the system lets it: whatever the limit is, it is tried.
        try? SystemLimits.makeRoom(forFiles: SystemLimits.filesOfPeer)
        guard let pid = supervisor.pid else { return try clearUp(supervisor, name) }
        try SupervisorProcess.terminate(pid)
        terminal.note("Stopping \(name).")
        if try await !isGone(supervisor, pid, within: .seconds(waitSeconds)) {
            terminal.note("It did not stop in \(waitSeconds) s: its processes are killed.")
            try SupervisorProcess.end(pid)
            guard try await isGone(supervisor, pid, within: .seconds(10)) else {
                throw ClientError.stillThere([pid])
            }
            _ = try supervisor.sweep()
        }
        try terminal.line("\(name) is down.")
    }

    /// No supervisor runs: what one left behind is ended all the same.
    private func clearUp(_ supervisor: SupervisorProcess, _ name: String) throws {
        let folder = supervisor.folder
        let found = FileManager.default.fileExists(atPath: folder.path) ? try supervisor.sweep() : 0
        guard found == 0 else {
            return try Terminal.standard.line(
                "\(name) is down: its supervisor was gone, and \(found) processes that were left"
                    + " are ended.")
        }
        // Only now: a clinic that runs is stopped, whatever its files are.
        _ = try folder.mode()
        try KeyFolder(of: folder).requireOwn()
        try Terminal.standard.line("\(name) is not up.")
    }

    private func isGone(_ supervisor: SupervisorProcess, _ pid: Int32, within time: Duration)
        async throws -> Bool
    {
        let deadline = ContinuousClock.now + time
        while supervisor.pid == pid {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(100))
        }
        return true
    }
}
