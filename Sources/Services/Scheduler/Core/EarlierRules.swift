internal import Messages

/// What kept a client out of sessions and does so no more: commitments, and whom they must not meet.
///
/// A session that began while it held stays as it was planned. A conflict that is found later in
/// that week names what held then, and not what is known by now.
struct EarlierRules: Equatable, Sendable, Codable {
    /// Commitments that were changed.
    private struct Commitments: Equatable, Sendable, Codable {
        let until: Timestamp
        let times: [WeeklyTime]
    }

    /// A do-not-pair rule that was lifted.
    private struct Pairing: Equatable, Sendable, Codable {
        let until: Timestamp
        let partner: ClientID
    }

    private var commitments: [Commitments] = []
    private var pairings: [Pairing] = []

    /// Only a week that is not over asks for them; four changes a day are more than anybody has.
    private static let retention = Retention.Newest(28)

    mutating func end(_ times: [WeeklyTime], at time: Timestamp) {
        commitments.append(Commitments(until: time, times: times))
        EarlierRules.retention.trim(&commitments)
    }

    mutating func allow(_ partner: ClientID, at time: Timestamp) {
        pairings.append(Pairing(until: time, partner: partner))
        EarlierRules.retention.trim(&pairings)
    }

    /// The commitments that held at a time; `nil` where the present ones did.
    func commitments(at local: LocalDateTime, in timeZone: String) -> [WeeklyTime]? {
        commitments.first { EarlierRules.held(local, until: $0.until, in: timeZone) }?.times
    }

    /// Whom the client had not to meet at a time, by rules that were lifted since.
    func partners(at local: LocalDateTime, in timeZone: String) -> [ClientID] {
        pairings.filter { EarlierRules.held(local, until: $0.until, in: timeZone) }.map(\.partner)
            .sorted()
    }

    private static func held(_ local: LocalDateTime, until: Timestamp, in timeZone: String) -> Bool
    {
        Moment(until, timeZone: timeZone).map { local <= $0.local } ?? false
    }
}
