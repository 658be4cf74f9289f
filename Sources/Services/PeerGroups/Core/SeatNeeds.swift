internal import Messages

/// What decides which groups fit a client.
struct SeatNeeds: Equatable, Codable {
    var ages: AgeBand
    var language: String
    var commitments: [WeeklyTime]
}

/// A client's open stay, and the phase in which a seat is needed.
struct Stay: Equatable, Codable {
    var enrollment: EnrollmentID
    var phase: PhaseID
    /// When it was opened: the waiting list is served in this order.
    var since: Timestamp
}

/// A seat that is taken.
struct Seat: Equatable, Codable {
    var group: GroupID
    /// Later seats have greater numbers.
    var number: Int
}

/// Two clients, whichever was named first.
struct Pair: Hashable, Comparable, Codable {
    let low: ClientID
    let high: ClientID

    init(_ first: ClientID, _ second: ClientID) {
        low = min(first, second)
        high = max(first, second)
    }

    /// The other of the two, if `client` is one of them.
    func partner(of client: ClientID) -> ClientID? {
        client == low ? high : client == high ? low : nil
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.low, left.high) < (right.low, right.high)
    }
}
