/// Something about a peer that a person should look at, as its heartbeat tells it.
///
/// It names files, streams and processes, and never a client.
public struct Trouble: Hashable, Sendable, Codable {
    /// The most that one heartbeat tells.
    public static let limit = 8

    /// What is wrong, as a sentence.
    public var problem: String
    /// What to do about it.
    public var remedy: String
    /// Since when the peer knows of it.
    public var since: Timestamp

    /// What is wrong with what to do about it, since when.
    public init(_ advice: Advice, since: Timestamp) {
        (problem, remedy) = (advice.problem, advice.remedy)
        self.since = since
    }
}

/// An hour of the clinic's clock that has come to a peer and is not let through yet.
public struct HourWait: Hashable, Sendable, Codable {
    /// Whose word or whose facts it waits for, sorted.
    public var owners: [Identity]
    /// When it began to wait, by the wall clock.
    public var since: Timestamp

    public init(for owners: [Identity], since: Timestamp) {
        self.owners = owners
        self.since = since
    }
}
