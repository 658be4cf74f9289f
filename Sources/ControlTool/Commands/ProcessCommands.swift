internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// What the three commands about one process share.
struct ProcessOptions: ParsableArguments {
    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions

    @Argument(help: "The process, such as scheduler.", transform: Reading.identity)
    var service: Identity

    @Option(name: .customLong("wait"), help: "How long to wait until it is so, in seconds.")
    var waitSeconds = 60

    /// What a wish without a person is done in.
    static let discussion =
        "Without --as, the first administrator of clinic.yaml acts, else a director."

    /// Gives the command, and waits until the process is as wished.
    ///
    /// - Parameter isDone: judges the process now by what it was before.
    func carryOut(
        _ command: some Command, _ word: String,
        isDone: @escaping (_ before: ProcessStatus, _ now: ProcessStatus) -> Bool
    ) async throws {
        let place = try clinic.open()
        let actor = try person.operating(in: place.clinic)
        try await place.visit(as: person) { session in
            let before = try await status(over: &session)
            try await session.give(command, as: actor)
            let deadline = ContinuousClock.now + .seconds(waitSeconds)
            while ContinuousClock.now < deadline {
                let now = try await status(over: &session)
                if isDone(before, now) { return }
                await session.listen(for: .milliseconds(200))
            }
            throw ToolError.late(
                Advice(
                    "It was recorded, and \(service) is not \(word) after \(waitSeconds) s.",
                    remedy: "See `cairn status` and `cairn logs \(service)`."))
        }
        try Terminal.standard.line("\(service) is \(word).")
    }

    private func status(over session: inout BusSession) async throws -> ProcessStatus {
        let processes = try await session.ask(Processes())
        guard let status = processes.first(where: { $0.process == service }) else {
            let known = processes.map(\.process.text).joined(separator: ", ")
            throw ToolError.refused(
                Advice("No process named \(service) runs here.", remedy: "There are: \(known)."))
        }
        return status
    }
}

/// Starts a process.
struct StartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Start a process that was stopped or given up.",
        discussion: ProcessOptions.discussion)

    @OptionGroup var options: ProcessOptions

    func run() async throws {
        try await options.carryOut(StartProcess(process: options.service), "ready") { _, now in
            StartProgress.isReady(now)
        }
    }
}

/// Stops a process.
struct StopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop a process; it stays stopped until it is started.",
        discussion: ProcessOptions.discussion)

    @OptionGroup var options: ProcessOptions

    func run() async throws {
        try await options.carryOut(StopProcess(process: options.service), "stopped") { _, now in
            now.state == "stopped"
        }
    }
}

/// Stops a process and starts it again.
struct RestartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart", abstract: "Stop a process and start it again.",
        discussion: ProcessOptions.discussion)

    @OptionGroup var options: ProcessOptions

    func run() async throws {
        try await options.carryOut(RestartProcess(process: options.service), "ready") {
            $1.pid != $0.pid && StartProgress.isReady($1)
        }
    }
}
