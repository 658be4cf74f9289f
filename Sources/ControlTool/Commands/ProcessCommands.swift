internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// What the three commands about one process share.
struct ProcessOptions: ParsableArguments {
    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions

    @Argument(help: "The process, such as scheduler.", transform: Reading.identity)
    var service: Identity

    @Option(
        name: .customLong("wait"), help: "How long to wait until it is so, in seconds.",
        transform: Reading.seconds)
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
        let actor = try person.operating(in: place)
        try await place.visit(as: person) { session in
            let before = try await status(over: &session)
            // The supervisor knows why somebody does not run here, and refuses with that.
            do { try await session.give(command, as: actor) } catch ToolError.refused(let advice)
                where before == nil
            {
                let known = place.processes.map(\.text)
                throw ToolError.refused(
                    Advice(
                        advice.problem,
                        remedy: NearMiss.question(service.text, in: known) + advice.remedy))
            }
            guard let before else {
                throw ToolError.refused(
                    Advice(
                        "No process named \(service) runs here.",
                        remedy: "See `cairn status` for those that do."))
            }
            let deadline = ContinuousClock.now + .seconds(waitSeconds)
            while ContinuousClock.now < deadline {
                guard let now = try await status(over: &session) else { break }
                if isDone(before, now) { return }
                if !(command is StopProcess), hasFailed(now, since: before) {
                    throw ToolError.didNotStart(
                        service, why: now.detail ?? "It is \(now.state).",
                        lastLine: LogReader(of: service, in: place.folder).lastOwnLine)
                }
                await session.listen(for: .milliseconds(200))
            }
            throw ToolError.late(
                Advice(
                    "It was recorded, and \(service) is not \(word) after \(waitSeconds) s.",
                    remedy: "See `cairn status` and `cairn logs \(service)`."))
        }
        try Terminal.standard.line("\(service) is \(word).")
    }

    /// Whether it was started since, and ended: for good, or again and again.
    private func hasFailed(_ now: ProcessStatus, since before: ProcessStatus) -> Bool {
        let tries = now.restarts - before.restarts
        let isOver = StartProgress.isAtRest(now) && now.state != "stopped"
        return isOver && (tries > 0 || now.state != before.state)
            || now.state == "backing-off" && tries >= 2
    }

    private func status(over session: inout BusSession) async throws -> ProcessStatus? {
        try await session.ask(Processes()).first { $0.process == service }
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
