package import Messages

/// Whether a client stays away from treatment, as whoever follows the client up tells it.
///
/// Whoever stays away is called, and asked for no form by its cadence; once back, each is due anew.
package struct StayingAway: Equatable, Codable, Sendable {
    /// Whether the client does not come, and is followed up for it.
    package private(set) var isAway = false
    /// When the client came back; `nil` for one who did not stay away.
    package private(set) var returned: Timestamp?

    /// The client comes.
    package init() {}

    /// The client is followed up in a situation from now on, or not any more.
    package mutating func follow(_ situation: Situation?, at time: Timestamp) {
        let isAway = situation == .noShow
        guard self.isAway != isAway else { return }
        self.isAway = isAway
        returned = isAway ? nil : time
    }
}
