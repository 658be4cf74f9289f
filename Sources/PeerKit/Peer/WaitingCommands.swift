internal import Messages

/// Commands that wait for an hour, or until their service has heard the others out.
///
/// In a rehearsal a command that comes behind an hour that waits is decided after it: its moment is
/// the last hour that was handled.
///
/// Invariants:
/// - Commands leave in the order in which they came, all at once.
/// - At most ``limit`` wait. The next is dropped: its asker sends it again.
/// - An hour holds commands for ``patience``; one that waits longer, for somebody who is away, holds
///   none.
struct WaitingCommands {
    /// Commands that may wait.
    static let limit = 1_000
    /// How long a command waits for an hour that waits for somebody who is away.
    static let patience: Duration = .seconds(5)

    /// What the commands of a turn find.
    private enum Hour {
        case passed
        /// An hour waits, since when.
        case waits(SteadyInstant)
    }

    private var commands: [Envelope] = []
    private var hour = Hour.passed

    var count: Int { commands.count }

    /// Whether a command that comes now has to wait for the hour that came before it.
    func isHeld(by hourWaits: Bool, at now: SteadyInstant) -> Bool {
        guard hourWaits else { return false }
        guard case .waits(let since) = hour else { return true }
        return now - since < Self.patience
    }

    /// Lets a command wait; `false` when too many do.
    mutating func add(_ command: Envelope) -> Bool {
        guard commands.count < Self.limit else { return false }
        commands.append(command)
        return true
    }

    /// Hands over the commands that have waited for their hour, or long enough.
    mutating func release(hourWaits: Bool, at now: SteadyInstant) -> [Envelope] {
        switch hour {
        case _ where !hourWaits: hour = .passed
        case .passed: hour = .waits(now)
        case .waits: break
        }
        guard !isHeld(by: hourWaits, at: now) else { return [] }
        defer { commands = [] }
        return commands
    }
}
