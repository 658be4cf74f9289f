internal import Messages

/// Which owners of streams were heard, and when; and when the hub was.
///
/// Invariants:
/// - Of an owner the last process that was heard is known, and no other.
/// - Nobody is silent before the reader has listened for so long.
struct OwnersHeard: Sendable {
    private struct Owner {
        var incarnation: String
        var heardAt: SteadyInstant
    }

    /// How long the hub may say nothing before the reader subscribes anew.
    static let hubSilence: Duration = .seconds(3)

    private let began: SteadyInstant
    private var owners: [Identity: Owner] = [:]
    private var hubHeardAt: SteadyInstant

    init(from now: SteadyInstant) { (began, hubHeardAt) = (now, now) }

    /// Whether an owner was ever heard.
    func isKnown(_ owner: Identity) -> Bool { owners[owner] != nil }

    /// Whether an owner has said nothing for a time, since the reader began.
    func isSilent(_ owner: Identity, for time: Duration, at now: SteadyInstant) -> Bool {
        now - (owners[owner]?.heardAt ?? began) >= time
    }

    /// An owner's heartbeat came.
    ///
    /// - Returns: whether its process is another one than before.
    mutating func hear(_ incarnation: String, of owner: Identity, at now: SteadyInstant) -> Bool {
        let before = owners.updateValue(
            Owner(incarnation: incarnation, heardAt: now), forKey: owner)
        return before.map { $0.incarnation != incarnation } ?? false
    }

    /// The hub's heartbeat came.
    mutating func hearHub(at now: SteadyInstant) { hubHeardAt = now }

    /// Whether the hub has been silent for too long; once for each such time.
    mutating func missesHub(at now: SteadyInstant) -> Bool {
        guard now - hubHeardAt >= Self.hubSilence else { return false }
        hubHeardAt = now
        return true
    }
}
