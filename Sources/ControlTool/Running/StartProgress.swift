internal import Messages

/// What a person sees while a clinic starts: each process once for each state that it comes to, and
/// every few seconds how far a long start is.
struct StartProgress {
    /// How often one process's progress is shown.
    private static let interval: Duration = .seconds(3)

    private var shown: [Identity: (state: String, detail: String?, at: ContinuousClock.Instant)] =
        [:]

    /// The lines for what changed since the last time.
    mutating func lines(for processes: [ProcessStatus], at now: ContinuousClock.Instant) -> [String]
    {
        processes.filter { isNews($0, at: now) }.map { process in
            shown[process.process] = (process.state, process.detail, now)
            return "  \(process.process)  \(process.state)"
                + (process.detail.map { "  (\($0))" } ?? "")
        }
    }

    private func isNews(_ process: ProcessStatus, at now: ContinuousClock.Instant) -> Bool {
        guard process.state != "waiting" else { return false }
        guard let last = shown[process.process], last.state == process.state else { return true }
        return process.detail != nil && process.detail != last.detail
            && now - last.at >= Self.interval
    }

    /// Whether nothing more is to be waited for: all are ready, or stay as they are.
    ///
    /// - Parameter isFailing: who else is not waited for.
    static func isSettled(
        _ processes: [ProcessStatus], isFailing: (ProcessStatus) -> Bool = { _ in false }
    ) -> Bool {
        !processes.isEmpty
            && processes.allSatisfy { isReady($0) || isAtRest($0) || isFailing($0) }
    }

    static func isReady(_ process: ProcessStatus) -> Bool { process.state == "ready" }

    /// Whether it stays as it is until a person acts.
    static func isAtRest(_ process: ProcessStatus) -> Bool {
        ["stopped", "given-up", "failed"].contains(process.state)
    }
}

/// Tells which processes end again and again while one waits for them: the supervisor still tries,
/// and a person better looks at why.
struct RepeatedFailures {
    /// Ends that are no chance: the hub takes a moment to know a new key, and a program may still
    /// be copied.
    private static let limit = 3

    private var first: [Identity: Int] = [:]

    /// Looks at them once more.
    mutating func note(_ processes: [ProcessStatus]) {
        for process in processes where first[process.process] == nil {
            first[process.process] = process.restarts
        }
    }

    /// Whether it was started so often since it was looked at first, and does not stay up.
    func contains(_ process: ProcessStatus) -> Bool {
        let tries = process.restarts - (first[process.process] ?? process.restarts) + 1
        return process.state == "backing-off" && tries >= Self.limit
    }
}
