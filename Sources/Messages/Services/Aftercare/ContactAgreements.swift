/// Records how a client agreed to be contacted.
///
/// It says by which way and when, and no number or address: those stand with the client's name alone.
public struct AgreeContact: Command, AboutClient {
    public static let type = "aftercare.agree-contact.v1"
    public static let roles: Set<Role> = .staff
    public static let markedOtherwise: [String: Mark] = ["channel": .describes]

    public var client: ClientID
    /// The event by which the agreement stands that this one replaces; `nil` for the first.
    public var replaces: MessageID?
    /// By which way; only known words are taken.
    public var channel: ContactChannel
    /// Whether a message may be left, or a letter sent, that others may find.
    public var mayLeaveMessage: Bool
    /// When; at any time if empty.
    public var hours: [WeeklyTime]
}

/// A client agreed to be contacted in this way, and no other.
public struct ContactAgreed: Event, AboutClient {
    public static let type = "aftercare.contact.agreed.v1"
    public static let markedOtherwise: [String: Mark] = ["channel": .describes]

    public var client: ClientID
    /// By which way.
    public var channel: ContactChannel
    /// Whether a message may be left, or a letter sent, that others may find.
    public var mayLeaveMessage: Bool
    /// When; at any time if empty.
    public var hours: [WeeklyTime]
}

/// How a client agreed to be contacted, and who does so next; `null` for a client who is not known.
public struct ContactCardView: Query {
    public typealias View = ContactCard?
    public static let type = "aftercare.contact-card.v1"
    public static let roles: Set<Role>? = .staff

    public var client: ClientID
}

/// How a client is contacted.
public struct ContactCard: Hashable, Sendable, Codable {
    /// What was agreed; `nil` where nobody has asked yet.
    public var agreement: ContactAgreement?
    /// The day of the next contact; `nil` for a client whom nobody follows up.
    public var next: LocalDate?
    /// Who makes it.
    public var owner: StaffID?
}

/// How a client agreed to be contacted.
public struct ContactAgreement: Hashable, Sendable, Codable {
    /// The event by which it stands: whoever changes it names it.
    public var event: MessageID
    /// By which way.
    public var channel: ContactChannel
    /// Whether a message may be left, or a letter sent, that others may find.
    public var mayLeaveMessage: Bool
    /// When; at any time if empty.
    public var hours: [WeeklyTime]

    /// For whoever contacts the client: `Agreed: by phone, mon 17:00-19:00; leave no message.`
    public var sentence: String {
        let spans = Set(hours.map { [$0.start, $0.end] }).sorted { $0[0] < $1[0] }
        let times = spans.map { span in
            let days = hours.filter { [$0.start, $0.end] == span }.map(\.weekday.rawValue)
            return ", \(days.joined(separator: " ")) \(span[0])-\(span[1])"
        }.joined()
        return "Agreed: \(channel.way)\(times); "
            + (mayLeaveMessage ? "a message may be left." : "leave no message.")
    }
}

extension ContactChannel {
    /// As an adverb: `by phone`, `in person`.
    var way: String {
        switch self {
        case .inPerson: "in person"
        case .text: "by text message"
        case .portal: "through the portal"
        default: "by \(rawValue)"
        }
    }
}
