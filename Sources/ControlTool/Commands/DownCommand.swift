internal import ArgumentParser
internal import Messages

/// Brings a clinic down.
struct DownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down", abstract: "Bring a clinic down: what was begun is recorded first.")

    @Argument(help: "The clinic's folder (default: CAIRN_CLINIC, or the current folder).")
    var folder: String?

    @Option(name: .customLong("wait"), help: "How long to wait until all is gone, in seconds.")
    var waitSeconds = 60

    func run() async throws {
        let place = try OpenedClinic(path: folder)
        let terminal = Terminal.standard
        let supervisor = SupervisorProcess(folder: place.folder)
        guard let pid = supervisor.pid else {
            return try terminal.line("\(place.clinic.name) is not up.")
        }
        try SupervisorProcess.terminate(pid)
        terminal.note("Stopping \(place.clinic.name).")
        let deadline = ContinuousClock.now + .seconds(waitSeconds)
        while supervisor.pid == pid {
            guard ContinuousClock.now < deadline else {
                throw ToolError.late(
                    Advice(
                        "It still stops after \(waitSeconds) s.",
                        remedy: "Wait, or see \(supervisor.log); process \(pid) is the supervisor.")
                )
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        try terminal.line("\(place.clinic.name) is down.")
    }
}
