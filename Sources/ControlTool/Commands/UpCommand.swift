internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Foundation
internal import Messages

/// Brings a clinic up, and waits until it works.
struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Bring a clinic up, and wait until it is ready.",
        discussion: """
            Starts the supervisor, which starts the rest; what it prints goes to \
            logs/supervisor.log. A clinic that is up already is left as it is. With --safe no plugin \
            runs, whatever is approved: what each offered is withdrawn until the next start without \
            it.
            """)

    @Argument(
        help: "The clinic's folder (default: CAIRN_CLINIC, or the current folder).",
        completion: .directory)
    var folder: String?

    @Flag(help: "Stay in the terminal; Ctrl-C brings the clinic down.")
    var foreground = false

    @Flag(help: "Run the simulator too; only a rehearsal has one.")
    var simulate = false

    @Flag(help: "Run no plugin: for a clinic that one keeps from working.")
    var safe = false

    @Option(
        name: .customLong("wait"),
        help: ArgumentHelp(
            "How long to wait until all is ready, in seconds (default: 120).", valueName: "seconds"),
        transform: ArgumentParsing.seconds)
    var waitSeconds = 120

    func run() async throws {
        let opened = try await openedOnceDown()
        try opened.requireUsable()
        try opened.folder.requireRoom(for: opened.clinic)
        let terminal = Terminal.standard
        for loss in ClinicCheck.losses(in: opened.clinic) { terminal.note(loss) }
        for advice in opened.leftOut { terminal.note(advice.description) }
        let supervisor = SupervisorProcess(folder: opened.folder)
        let running = supervisor.pid
        // One that is up runs its plugins already.
        guard running == nil || !foreground && !safe else { throw alreadyUp(opened) }
        if foreground { try supervisor.become(simulates: simulate, isSafe: safe) }
        let child =
            running == nil ? try supervisor.start(simulates: simulate, isSafe: safe) : nil
        terminal.note(running == nil ? "Starting \(opened.clinic.name)." : "It is up already.")
        var session = try opened.session(as: PersonOptions.ofEnvironment)
        let processes: [ProcessStatus]
        do {
            processes = try await settle(
                opened, supervisor: supervisor, child: child, over: &session)
        } catch {
            await session.close()
            throw error
        }
        // Whoever has followed the start has heard everybody: another visit would wait a second.
        let missing = await session.missingParts(of: opened.clinic)
        await session.close()
        if simulate, !processes.contains(where: { $0.process == .simulator }) {
            throw alreadyUp(opened)
        }
        for part in missing { terminal.note(part.advice.description) }
        try report(processes, of: opened).show()
    }

    /// The clinic; one that is just being brought down is waited for, and then started.
    private func openedOnceDown() async throws -> OpenedClinic {
        let opened = try OpenedClinic(path: folder)
        guard opened.folder.inForce?.isEnding == true else { return opened }
        Terminal.standard.note("It is being brought down; it is started once it is.")
        let deadline = ContinuousClock.now + .seconds(waitSeconds)
        while opened.folder.inForce?.isEnding == true {
            guard ContinuousClock.now < deadline else {
                throw ClientError.late(
                    Advice(
                        "It is still being brought down after \(waitSeconds) s; nothing was started.",
                        remedy: HaltedProcess.advice(in: opened.folder)?.description
                            ?? "`cairn down \(opened.folder.path)` ends what is left of it; then"
                            + " `cairn up`."))
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        // What was in force is not any more.
        return try OpenedClinic(path: folder)
    }

    private func alreadyUp(_ opened: OpenedClinic) -> ClientError {
        ClientError.refused(
            Advice(
                "The clinic is up already, started in another way.",
                remedy: "Use it as it is, or `cairn down \(opened.folder.path)` first."))
    }

    /// Follows the start until every process is ready or stays as it is.
    private func settle(
        _ opened: OpenedClinic, supervisor: SupervisorProcess, child: Int32?,
        over session: inout BusSession
    ) async throws -> [ProcessStatus] {
        let deadline = ContinuousClock.now + .seconds(waitSeconds)
        var progress = StartProgress()
        var isJoined = false
        var processes: [ProcessStatus] = []
        var failures = RepeatedFailures()
        while ContinuousClock.now < deadline {
            if let child, let code = SupervisorProcess.exitCode(ofChild: child) {
                throw ClientError.supervisorEnded(
                    code: code, log: supervisor.log, lastLine: lastLine(in: opened.folder))
            }
            guard child != nil || supervisor.pid != nil else { throw broughtDown(opened) }
            if !isJoined {
                isJoined = try await session.join(within: .milliseconds(250))
                continue
            }
            await session.listen(for: .milliseconds(250))
            // The supervisor joins the bus after the hub that it starts.
            guard let view = try? await session.ask(Processes(), within: .seconds(2)) else {
                continue
            }
            processes = view
            for line in progress.lines(for: view, at: .now) {
                Terminal.standard.note(line)
            }
            failures.note(view)
            if StartProgress.isSettled(view, isFailing: failures.contains) { return view }
        }
        throw ClientError.late(lateness(of: processes, in: opened, under: supervisor))
    }

    /// What keeps the clinic from being ready, as far as can be seen from here.
    private func lateness(
        of processes: [ProcessStatus], in opened: OpenedClinic, under supervisor: SupervisorProcess
    ) -> Advice {
        let late = processes.filter { !StartProgress.isReady($0) }
        let names = late.map { "\($0.process) is \($0.state)" }.joined(separator: ", ")
        let problem =
            "It is not all ready after \(waitSeconds) s"
            + (processes.isEmpty
                ? ": its supervisor runs, and has not answered."
                : late.isEmpty ? "." : ": \(names).")
        let halted = HaltedProcess.advice(in: opened.folder)
        let starts = ["waiting", "starting", "backing-off"]
        let goesOn = halted == nil && late.contains { starts.contains($0.state) }
        return Advice(
            problem + (halted.map { " \($0.problem)" } ?? ""),
            remedy: (halted.map { "\($0.remedy) " } ?? (goesOn ? "It goes on starting. " : ""))
                + "See `cairn status` and \(supervisor.log).")
    }

    private func broughtDown(_ opened: OpenedClinic) -> ClientError {
        ClientError.late(
            Advice(
                "\(opened.clinic.name) was brought down meanwhile; nothing of it runs.",
                remedy: "Give `cairn up \(opened.folder.path)` again to have it up."))
    }

    /// Why the supervisor ended, as it or its hub said it.
    private func lastLine(in folder: ClinicFolder) -> String? {
        let line = LogReader(of: .supervisor, in: folder).lastOwnLine
        guard line?.contains(HubFailed.mark) == true else { return line }
        return LogReader(of: .hub, in: folder).lastOwnLine ?? line
    }

    private func report(_ processes: [ProcessStatus], of opened: OpenedClinic) -> Output {
        let ready = processes.filter(StartProgress.isReady)
        var notes = [opened.banner].compactMap(\.self)
        if safe {
            notes.append("It runs no plugin; `cairn down`, then `cairn up`, has them again.")
        }
        for process in processes where process.state == "stopped" {
            notes.append("\(process.process) was stopped; `cairn start \(process.process)`.")
        }
        let failed = processes.filter { $0.state != "stopped" && !StartProgress.isReady($0) }
        for process in failed {
            notes.append(process.detail ?? "\(process.process) is \(process.state).")
            let log = LogReader(of: process.process, in: opened.folder)
            if let line = log.lastOwnLine { notes.append("  Its last line: \(line)") }
        }
        return Output(
            "\(opened.clinic.name) is up: \(ready.count) of \(processes.count) processes are ready.",
            notes: notes, ending: failed.isEmpty ? .done : .wrong)
    }
}
