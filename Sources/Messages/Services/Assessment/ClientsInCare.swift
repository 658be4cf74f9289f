/// Who is registered, and whose contact with the clinic no person has ended: none of them may be
/// without a next step, whichever service lists them.
public struct ClientsInCare: PagedQuery {
    public typealias Item = ClientInCare
    public static let type = "assessment.clients-in-care.v1"

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// A client who is registered and not gone.
public struct ClientInCare: Hashable, Sendable, Codable {
    public var client: ClientID
    /// Since when the client stands in intake, placement, treatment or after it as now.
    public var since: Timestamp
}

extension ClientInCare: PageItem {
    /// By client.
    public var place: String { client.text }
}
