internal import Messages

/// What of a planned session is not as it was: which therapy it had, and who is in it no more.
struct SessionChange: Equatable, Sendable, Codable {
    /// When the last of it changed.
    let since: Timestamp
    /// What it was planned for before anything changed; `nil` where that stands.
    let lost: OfferedSession?
    /// Who was in it, and is not now.
    let left: [ClientID]

    /// - Parameter earlier: what had changed before; `nil` where it was told, or nothing had.
    /// - Returns: `nil` where all is as it was first planned.
    static func of(
        _ old: SessionScheduled, into new: SessionScheduled, after earlier: SessionChange?,
        at time: Timestamp
    ) -> SessionChange? {
        let first = earlier?.lost ?? old.offered
        let lost = first == new.offered ? nil : first
        let coming = Set(new.clients)
        let left = Set((earlier?.left ?? []) + old.clients).subtracting(coming).sorted()
        guard lost != nil || !left.isEmpty else { return nil }
        let isNews = lost != earlier?.lost || left != earlier?.left
        return SessionChange(
            since: isNews ? time : earlier?.since ?? time, lost: lost, left: left)
    }
}

extension OfferingUnplaced {
    /// What tells one from another of the same week.
    var matter: String { Self.matter(of: offered, group) }

    var offered: OfferedSession { OfferedSession(therapy: therapy, offering: offering) }

    static func matter(of offered: OfferedSession, _ group: GroupID) -> String {
        "\(group) \(offered.therapy) \(offered.offering)"
    }
}
