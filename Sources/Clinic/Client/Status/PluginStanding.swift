package import Messages

/// How a plugin stands, by all that is told of it: its approval and its process by the supervisor,
/// its program by its host. `cairn plugin list`, `cairn plugin show` and `cairn status` go by it
/// alone.
package struct PluginStanding: Hashable, Sendable {
    /// A word for it.
    package enum State: String, Sendable, CaseIterable {
        /// Nobody has approved it.
        case waits
        /// It is approved, and at work.
        case runs
        /// It is approved, and not ready yet, or is started again.
        case starts
        /// An operator stopped it.
        case stopped
        /// A person disabled it.
        case disabled
        /// The clinic was started without plugins.
        case held
        /// Its program is not run any more; its offers are withdrawn.
        case quarantined
        /// Its program may not run here: nothing can shut it in.
        case refused
        /// Its host works, and not with all that it needs.
        case degraded
        /// It is approved, and cannot run.
        case fails
        /// Its host runs, and is not heard.
        case silent
    }

    /// A content that was approved, and left for the one before.
    package struct Left: Hashable, Sendable {
        package let content: PluginContent
        package let reason: PluginRolledBack.Reason
    }

    package let plugin: Identity
    package let state: State
    /// The content that is approved; `nil` for none.
    package let approved: PluginContent?
    /// The content of its folder, where it is another one, or none is approved.
    package let waiting: PluginContent?
    /// The content that it can go back to; `nil` for none.
    package let previous: PluginContent?
    /// The content in its folder that was approved and left, and why; `nil` for none.
    package let left: Left?
    /// Whether it may run where it cannot be confined.
    package let mayRunUnconfined: Bool
    /// What its host tells of its program; `nil` where nothing is told.
    package let program: TherapyStatus?
    /// What keeps it from working, and what to do; `nil` where nothing does.
    package let advice: Advice?

    /// - Parameters:
    ///   - process: its host, as the supervisor has it; `nil` where it has none.
    ///   - beat: what its host told last; `nil` where it was not heard.
    package init(_ status: PluginStatus, process: ProcessStatus?, beat: Heartbeat?) {
        plugin = status.plugin
        (approved, waiting) = (status.approved, status.waiting)
        mayRunUnconfined = status.unconfined
        previous = status.previous
        left = status.left.map { Left(content: $0, reason: status.leftBecause ?? "") }
        let told = status.problem.map { Advice($0, remedy: status.remedy ?? "") }
        switch status.state {
        case .waits: (state, advice) = (.waits, told)
        case .disabled: (state, advice) = (.disabled, told)
        case .held: (state, advice) = (.held, told)
        case .fails: (state, advice) = (.fails, told)
        default: (state, advice) = PluginStanding.running(status.plugin, process, beat)
        }
        let isThere: Set<State> = [.runs, .starts, .degraded, .quarantined, .refused]
        program = isThere.contains(state) ? beat?.therapy : nil
    }

    /// Of one that the supervisor is to run.
    private static func running(
        _ name: Identity, _ process: ProcessStatus?, _ beat: Heartbeat?
    ) -> (State, Advice?) {
        let isReady = beat?.state == .ready || beat?.state == .degraded
        switch beat?.therapy?.program {
        case .quarantined? where isReady: return (.quarantined, beat?.troubles?.first?.advice)
        case .refused? where isReady: return (.refused, beat?.troubles?.first?.advice)
        default: break
        }
        // Also one that somebody has started by hand.
        if beat?.state == .ready { return (.runs, nil) }
        if isReady {
            let known = beat?.troubles?.first?.advice
            return (
                .degraded, known ?? Advice("\(name) is degraded.", remedy: "See `cairn status`.")
            )
        }
        guard let process else { return (.starts, nil) }
        switch process.state {
        case "ready" where beat == nil:
            return (
                .silent,
                Advice("\(name) runs and is not heard.", remedy: "See `cairn logs \(name)`.")
            )
        case "stopped":
            return (
                .stopped, Advice("An operator stopped it.", remedy: "`cairn start \(name)`.")
            )
        case "given-up", "failed":
            return (
                .fails,
                Advice(
                    process.detail ?? "\(name) is \(process.state).",
                    remedy: "See `cairn logs \(name)`; `cairn restart \(name)` tries it again.")
            )
        default: return (.starts, nil)
        }
    }

    /// Whether its program does nothing although its host runs.
    var isIdle: Bool { [.quarantined, .refused].contains(state) }
    /// Whether a person has to act.
    package var isWrong: Bool { isIdle || [.degraded, .fails, .silent].contains(state) }

    /// What there is to say beside the word: what is wrong, else where its program stands.
    package var detail: String { (advice ?? rollback)?.problem ?? program?.words ?? "" }
}

extension Trouble {
    fileprivate var advice: Advice { Advice(problem, remedy: remedy) }
}

extension BusSession {
    /// How all plugins stand.
    package mutating func pluginStandings() async throws -> [PluginStanding] {
        let processes = try await ask(Processes())
        let plugins = try await ask(Plugins())
        let hosts = processes.filter { process in
            !process.isResting && plugins.contains { $0.plugin == process.process }
        }
        _ = await waitUntilHeard(hosts.map(\.process), within: .milliseconds(1_300))
        return plugins.map { status in
            PluginStanding(
                status, process: processes.first { $0.process == status.plugin },
                beat: heard[status.plugin]?.heartbeat)
        }
    }
}
