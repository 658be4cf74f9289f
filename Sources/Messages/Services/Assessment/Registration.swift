/// Registers a person who was referred; the answer names the id that assessment gives.
public struct RegisterClient: Command {
    public static let type = "assessment.register-client.v1"
    public static let roles: Set<Role> = .staff
    public static let dataClass: DataClass = .identifying
    public static let markedOtherwise: [String: Mark] = [
        "name": .identifies, "contact": .identifies,
    ]

    /// Left out for somebody new. Of a client who is known, whose registration is mended. Only a
    /// rehearsal takes an id that is new, so that a play can name its people beforehand.
    public var client: ClientID?
    /// The client's name; it goes no further than ``IdentityRecorded``. Not empty.
    public var name: String
    /// Phone, address or other way to reach the client; not empty.
    public var contact: String
    /// Whether the client belongs with adults or adolescents; only known words are taken.
    public var ages: AgeBand
    /// The language for sessions, as a code such as `en`: one of `Language`, or of the clinic's.
    public var language: String
    /// Work, school, child care: no session is planned into these.
    public var commitments: [WeeklyTime]
    /// Whether the client consented to treatment, payment and operations.
    public var consent: Bool

    public var subject: String? { client?.text }
}

/// A person was referred, and is known from now on by a pseudonym.
public struct ClientRegistered: Event, AboutClient {
    public static let type = "assessment.client.registered.v1"

    public var client: ClientID
    /// Whether the client belongs with adults or adolescents.
    public var ages: AgeBand
    /// The language for sessions, as a code such as `en`.
    public var language: String
    /// Work, school, child care: no session is planned into these.
    public var commitments: [WeeklyTime]
    /// Who keeps in touch until treatment begins.
    public var owner: StaffID
}

/// Who a client is. Its body never leaves assessment.
public struct IdentityRecorded: Event, AboutClient {
    public static let type = "assessment.identity.recorded.v1"
    public static let dataClass: DataClass = .identifying
    public static let markedOtherwise: [String: Mark] = [
        "name": .identifies, "contact": .identifies,
    ]

    public var client: ClientID
    /// The client's name, as given at registration.
    public var name: String
    /// Phone, address or other way to reach the client.
    public var contact: String
}

/// Who a client is: only for those who must know.
public struct ClientIdentity: Query {
    public typealias View = IdentityRecorded?
    public static let type = "assessment.client-identity.v1"
    public static let roles: Set<Role>? = .care
    public static let dataClass: DataClass = .identifying

    public var client: ClientID
}

/// Replaces a client's hard commitments; refused if they are not those that it names any more.
public struct ChangeCommitments: Command, AboutClient {
    public static let type = "assessment.change-commitments.v1"
    public static let roles: Set<Role> = .staff

    public var client: ClientID
    /// The event by which the commitments stand that are replaced: see ``CommitmentsView``.
    public var replaces: MessageID
    /// All of them; those of before are replaced.
    public var commitments: [WeeklyTime]
}

/// A client's hard commitments are now these.
public struct CommitmentsChanged: Event, AboutClient {
    public static let type = "assessment.client.commitments-changed.v1"

    public var client: ClientID
    /// All of them; those of before are replaced.
    public var commitments: [WeeklyTime]
}

/// A client's hard commitments, and the event by which they stand.
public struct CommitmentsView: Query {
    public typealias View = StandingCommitments
    public static let type = "assessment.commitments.v1"
    public static let roles: Set<Role>? = .staff

    public var client: ClientID
}

/// A client's hard commitments, as they stand.
public struct StandingCommitments: Hashable, Sendable, Codable {
    /// Work, school, child care: no session is planned into these.
    public var commitments: [WeeklyTime]
    /// The event by which they stand: whoever changes them names it.
    public var event: MessageID
}

/// Records that a person does not want treatment now.
public struct DeclineTreatment: Command, AboutClient {
    public static let type = "assessment.decline-treatment.v1"
    public static let roles: Set<Role> = .staff

    public var client: ClientID
    /// In the client's words; not empty.
    public var reason: String
}

/// A person does not want treatment now.
public struct TreatmentDeclined: Event, AboutClient {
    public static let type = "assessment.client.declined.v1"

    public var client: ClientID
    /// In the client's words.
    public var reason: String
}
