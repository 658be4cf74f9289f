internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// What the three commands about one process share.
struct ProcessOptions: ParsableArguments {
    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The process, such as scheduler.", transform: ArgumentParsing.identity)
    var service: Identity

    @Option(
        name: .customLong("wait"),
        help: ArgumentHelp(
            "How long to wait until it is so, in seconds (default: 60).", valueName: "seconds"),
        transform: ArgumentParsing.seconds)
    var waitSeconds = 60
}

/// A command that starts or stops one process, and waits until it is so.
protocol ProcessAct: Act {
    associatedtype Wish: Command

    var options: ProcessOptions { get }
    /// What the process is then.
    static var word: String { get }
    /// What is asked of the supervisor.
    var wish: Wish { get }

    /// Judges the process now by what it was before.
    func isDone(_ now: ProcessStatus, since before: ProcessStatus) -> Bool
}

extension ProcessAct {
    static var isOperators: Bool { true }
    var visitor: VisitOptions { options.visitor }
    private var service: Identity { options.service }

    static func words(_ name: String, _ abstract: String) -> CommandConfiguration {
        CommandConfiguration(
            commandName: name, abstract: abstract,
            discussion: """
                It waits until that is so, and tells at once why a process does not start. What an \
                operator stopped stays stopped, also over `cairn down` and `cairn up`. Without --as, \
                the first administrator of clinic.yaml acts, else a director.
                """)
    }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let before = try await status(over: &session)
        // The supervisor knows why somebody does not run here, and refuses with that.
        do { try await session.send(wish, as: actor) } catch ClientError.refused(let advice)
            where before == nil
        {
            let known = opened.processes.map(\.text)
            throw ClientError.refused(
                Advice(
                    advice.problem,
                    remedy: NearMiss.question(service.text, in: known) + advice.remedy))
        }
        guard let before else {
            throw ClientError.refused(
                Advice(
                    "No process named \(service) runs here.",
                    remedy: "See `cairn status` for those that do."))
        }
        let deadline = ContinuousClock.now + .seconds(options.waitSeconds)
        while ContinuousClock.now < deadline {
            guard let now = try await status(over: &session) else { break }
            if isDone(now, since: before) { return Output("\(service) is \(Self.word).") }
            if !(wish is StopProcess), hasFailed(now, since: before) {
                throw ClientError.didNotStart(
                    service, why: now.detail ?? "It is \(now.state).",
                    lastLine: LogReader(of: service, in: opened.folder).lastOwnLine)
            }
            await session.listen(for: .milliseconds(200))
        }
        throw ClientError.late(
            Advice(
                "It was recorded, and \(service) is not \(Self.word) after"
                    + " \(options.waitSeconds) s.",
                remedy: "See `cairn status` and `cairn logs \(service)`."))
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
struct StartCommand: ProcessAct {
    static let configuration = words(
        "start", "Start a process that was stopped or given up.")
    static let word = "ready"

    @OptionGroup var options: ProcessOptions

    var wish: StartProcess { StartProcess(process: options.service) }

    func isDone(_ now: ProcessStatus, since before: ProcessStatus) -> Bool {
        StartProgress.isReady(now)
    }
}

/// Stops a process.
struct StopCommand: ProcessAct {
    static let configuration = words(
        "stop", "Stop a process; it stays stopped until it is started.")
    static let word = "stopped"

    @OptionGroup var options: ProcessOptions

    var wish: StopProcess { StopProcess(process: options.service) }

    func isDone(_ now: ProcessStatus, since before: ProcessStatus) -> Bool {
        now.state == "stopped"
    }
}

/// Stops a process and starts it again.
struct RestartCommand: ProcessAct {
    static let configuration = words("restart", "Stop a process and start it again.")
    static let word = "ready"

    @OptionGroup var options: ProcessOptions

    var wish: RestartProcess { RestartProcess(process: options.service) }

    func isDone(_ now: ProcessStatus, since before: ProcessStatus) -> Bool {
        now.pid != before.pid && StartProgress.isReady(now)
    }
}
