package import Messages

/// What makes one service's peer differ from another's.
package struct PeerSettings: Sendable {
    /// Keeps the bytes of every event that it may read, whatever the type: the ledger does.
    package var keepsAllStreams: Bool
    /// Answers the queries that need more than the core; `nil` leaves one to the core.
    package var answering: @Sendable (any Query) throws -> (any Codable & Sendable)?
    /// Answers the queries whose answer is on the disk, beside the loop; `nil` where there are none.
    package var reading: Reading?
    /// Throws a refusal of a command that the process cannot carry out, which the core cannot know.
    package var permitting: @Sendable (any Command) throws -> Void
    /// Adds to a heartbeat what only the process knows.
    package var telling: @Sendable (inout Heartbeat) -> Void

    /// Hears how far a fold of the history is that holds the peer: entries that are done, and all.
    package var folding: @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    /// Entries that a correction may have folded while it is taken in. Where there are more, whoever
    /// runs the peer folds beside it, and what came since waits. `nil` folds all at once.
    package var loopFoldLimit: Int64?
    /// What the calling thread has used of a processor; `nil` where a turn takes
    /// all inputs that it is given, so that the same inputs always make the same history.
    package var processorTime: (@Sendable () -> Duration)?

    /// Whether it hears how far its readers are before it takes anything in: a process does.
    package var listensFirst = false

    /// Whether it may come to a clinic that has run for long, as a therapy's host does. It goes by the
    /// clock that the supervisor tells, is ready once it has the streams of all whom it heard when it
    /// began, and lets commands wait until then that refer to what has not arrived.
    package var joinsLate = false

    /// What it promises to those it works with. A process gives up none of it.
    package var promises: PeerPromises = .all

    /// Reads the answer to a query, in any task; `nil` for a query that it does not know.
    package typealias Reading = @Sendable (any Query) throws -> (any Codable & Sendable)?

    package init(
        keepsAllStreams: Bool = false, reading: Reading? = nil,
        answering: @escaping @Sendable (any Query) throws -> (any Codable & Sendable)? = { _ in nil
        },
        permitting: @escaping @Sendable (any Command) throws -> Void = { _ in },
        telling: @escaping @Sendable (inout Heartbeat) -> Void = { _ in }
    ) {
        self.keepsAllStreams = keepsAllStreams
        self.reading = reading
        self.permitting = permitting
        self.telling = telling
        self.answering = answering
    }
}
