internal import Messages

/// What a person sees while a clinic starts: each process once for each state that it comes to.
struct StartProgress {
    private var states: [Identity: String] = [:]

    /// The lines for what changed since the last time.
    mutating func lines(for processes: [ProcessStatus]) -> [String] {
        processes.filter { process in
            let isNew = states.updateValue(process.state, forKey: process.process) != process.state
            return isNew && process.state != "waiting"
        }.map { "  \($0.process)  \($0.state)" + ($0.detail.map { "  (\($0))" } ?? "") }
    }

    /// Whether nothing more is to be waited for: all are ready, or stay as they are.
    static func isSettled(_ processes: [ProcessStatus]) -> Bool {
        !processes.isEmpty && processes.allSatisfy { isReady($0) || isAtRest($0) }
    }

    static func isReady(_ process: ProcessStatus) -> Bool { process.state == "ready" }

    /// Whether it stays as it is until a person acts.
    static func isAtRest(_ process: ProcessStatus) -> Bool {
        ["stopped", "given-up", "failed"].contains(process.state)
    }
}
