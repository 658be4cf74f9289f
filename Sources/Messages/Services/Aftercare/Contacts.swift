/// Someone should be called by this day.
public struct ContactDue: Event, AboutClient {
    public static let type = "aftercare.contact.due.v1"

    public var client: ClientID
    public var contact: ContactID
    /// Where the client stood when it came due.
    public var situation: Situation
    /// Who is to call.
    public var owner: StaffID
    /// By the end of this day it is late. It stays due until somebody tries.
    public var due: LocalDate
}

/// Records a contact with a client, or an attempt in vain: at any time, planned or not.
public struct RecordContact: Command, AboutClient {
    public static let type = "aftercare.record-contact.v1"
    public static let roles: Set<Role> = .staff

    public var client: ClientID
    /// The contact that was due. If left out, the one that is open, or else one that nobody planned.
    public var contact: ContactID?
    /// Whether somebody spoke with the client.
    public var isReached: Bool
    /// Whether the client, or others, told of a return to use; assessment then judges anew.
    public var returnToUse: Bool
    /// What was said, or how the client was tried; kept as summary or attempt.
    public var note: String
    /// By which way; only known words are taken.
    public var channel: ContactChannel?
    /// Who began it; only known words are taken.
    public var direction: ContactDirection?
    /// How long it took, 0 to 1,440.
    public var minutes: Int?
    /// When it happened, at most 14 days back; now if left out.
    public var happened: Timestamp?
    /// Who spoke or tried; whoever gives the command if left out.
    public var by: StaffID?
    /// How the caller judges the risk of a return to use; only known words are taken.
    public var risk: ContactRisk?
}

/// A client was reached.
public struct ContactKept: Event, AboutClient {
    public static let type = "aftercare.contact.kept.v1"

    public var client: ClientID
    public var contact: ContactID
    /// What was said, in the caller's words.
    public var summary: String
    /// By which way, if it was said.
    public var channel: ContactChannel?
    /// Who began it, if it was said.
    public var direction: ContactDirection?
    /// How long it took, if it was said.
    public var minutes: Int?
    /// When it happened, if that is not when it was recorded.
    public var happened: Timestamp?
    /// Who spoke with the client.
    public var by: StaffID?
    /// How the caller judged the risk of a return to use, if it was said.
    public var risk: ContactRisk?
}

/// Somebody tried to reach a client, in vain.
public struct ContactMissed: Event, AboutClient {
    public static let type = "aftercare.contact.missed.v1"

    public var client: ClientID
    public var contact: ContactID
    /// How the client was tried, in words.
    public var attempt: String
    /// By which way, if it was said.
    public var channel: ContactChannel?
    /// When it happened, if that is not when it was recorded.
    public var happened: Timestamp?
    /// Who tried.
    public var by: StaffID?
}

/// By which way a client is contacted.
public struct ContactChannel: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let mark = Mark.open

    /// By telephone.
    public static let phone: ContactChannel = "phone"
    /// By text message.
    public static let text: ContactChannel = "text"
    /// Through the client portal or by mail to a mailbox.
    public static let portal: ContactChannel = "portal"
    /// By video.
    public static let video: ContactChannel = "video"
    /// Face to face.
    public static let inPerson: ContactChannel = "in-person"
    /// By letter.
    public static let letter: ContactChannel = "letter"
    public static let known: [ContactChannel] = [phone, text, portal, video, inPerson, letter]
}

/// Who began a contact.
public struct ContactDirection: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let mark = Mark.open

    /// The clinic.
    public static let outgoing: ContactDirection = "outgoing"
    /// The client.
    public static let incoming: ContactDirection = "incoming"
    public static let known: [ContactDirection] = [outgoing, incoming]
}

/// How a caller judges the risk of a return to use, as TMAC asks for at each call.
public struct ContactRisk: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// As planned.
    public static let low: ContactRisk = "low"
    /// Watch closely; the days between contacts stay as planned.
    public static let moderate: ContactRisk = "moderate"
    /// The next contact comes in half the time.
    public static let high: ContactRisk = "high"
    public static let known: [ContactRisk] = [low, moderate, high]
}

/// Reports that a client returned to use: told by anybody, at any time, in treatment or after it.
public struct ReportReturnToUse: Command, AboutClient {
    public static let type = "aftercare.report-return-to-use.v1"
    public static let roles: Set<Role> = .staff

    public var client: ClientID
    /// Who told it and what, in a person's words; not empty.
    public var account: String
}

/// A client returned to use: a screen and a contact follow within 24 hours.
public struct ReturnToUseReported: Event, AboutClient {
    public static let type = "aftercare.contact.return-to-use-reported.v1"

    public var client: ClientID
    /// The contact in which it was told; `nil` if it was told otherwise.
    public var contact: ContactID?
    /// Who told it and what, if it was told otherwise.
    public var account: String?
}

/// Whom to call next, soonest first.
public struct NextContacts: PagedQuery {
    public typealias Item = NextContact
    public static let type = "aftercare.next-contacts.v1"

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// Whom to call next.
public struct NextContact: Hashable, Sendable, Codable {
    public var client: ClientID
    /// Where the client stands.
    public var situation: Situation
    /// Who is to call.
    public var owner: StaffID
    /// When to call.
    public var due: LocalDate
    /// Set once the contact is due.
    public var contact: Optional<ContactID>
    /// How far attempts in vain have climbed; 0 for none.
    public var rung: Int
    /// Why then, in a sentence.
    public var reason: Optional<String>
    /// The most days between two contacts that the cadence of this situation allows; 7 where that is
    /// not said.
    public var mostDays: Int?
    /// When the client was reached last; `nil` where that never happened, or is not said.
    public var reached: Timestamp?
}
