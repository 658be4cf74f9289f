package import Messages

/// Which processes are away for longer than a restart takes.
///
/// A crash that the supervisor mends concerns nobody. Only a process that should be ready, and has
/// not been for ``grace``, is told of, once until it is ready again. Who is stopped, given up or
/// failed is told of by itself, at once.
package struct AbsenceWatch: Sendable {
    /// As long as a process may take to become ready.
    package static let grace: Duration = .seconds(60)

    private var awaySince: [Identity: SteadyInstant] = [:]
    private var told: Set<Identity> = []

    package init() {}

    /// Looks at where all processes stand.
    ///
    /// - Returns: who is away too long and was not told of, by name. Say with ``tell(_:)`` that it
    ///   was recorded; until then it is returned again.
    package mutating func look(at states: [Identity: ProcessState], now: SteadyInstant)
        -> [Identity]
    {
        for (name, state) in states {
            switch state {
            case .ready, .stopped, .givenUp, .failedPermanently, .stopping(_, .operatorWish),
                .stopping(_, .shutdown):
                awaySince[name] = nil
                told.remove(name)
            // It waits for another, whose absence is that one's.
            case .waitingForDependencies: break
            case .starting, .backingOff, .stopping: awaySince[name] = awaySince[name] ?? now
            }
        }
        awaySince = awaySince.filter { states[$0.key] != nil }
        return awaySince.filter { now - $0.value >= Self.grace && !told.contains($0.key) }
            .keys.sorted()
    }

    package mutating func tell(_ names: [Identity]) { told.formUnion(names) }
}
