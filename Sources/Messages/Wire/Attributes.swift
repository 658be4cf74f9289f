/// What a message says of itself: CloudEvents 1.0 context attributes with Cairn's extensions.
///
/// On the wire they are one flat JSON object of strings and integers, in a line of their own.
/// Attributes this version does not know are ignored here and kept in ``RawMessage``.
public struct Attributes: Hashable, Sendable, Codable {
    /// The version of CloudEvents; nothing but `1.0` is read.
    public var specversion = "1.0"
    /// Unique for its sender; a repeat is the same message.
    public var id: MessageID
    /// `/<clinic>/<identity>`: for people. A receiver takes the sender from the topic.
    public var source: String
    /// `scheduler.session.scheduled.v1`.
    public var type: String
    /// The client or group that the message is about.
    public var subject: String?
    /// Clinic time of what a service says; wall time of heartbeats and of what the CLI sends.
    public var time: Timestamp
    /// The form of the data: always JSON.
    public var datacontenttype = "application/json"
    /// How protected the data is; what does not say so is not shown.
    public var dataclassification: DataClass?
    /// Position in the stream, from 1 without holes; of a page the stream's head.
    public var sequence: Int64?
    /// Chain hash of the event before it in its stream, as lower-case hex; of a page that of the
    /// head itself.
    public var prevhash: String?
    /// The conversation.
    public var correlationid: MessageID?
    /// The message that caused this one.
    public var causationid: MessageID?
    /// The staff member who acted, and their role.
    public var actor: StaffID?
    /// The role in which they acted; set if ``actor`` is.
    public var role: Role?
    /// Where the answer goes, and how long the asker waits; commands and queries only.
    public var replytoken: String?
    /// Until when the asker waits, in wall time.
    public var deadline: Timestamp?
    /// The message this one answers; replies only.
    public var inreplyto: MessageID?

    public init(id: MessageID, source: String, type: String, time: Timestamp) {
        self.id = id
        self.source = source
        self.type = type
        self.time = time
    }

    /// The person who acted; `nil` unless both staff member and role are set.
    public var person: Actor? {
        guard let actor, let role else { return nil }
        return Actor(staff: actor, role: role)
    }

    /// The names on the wire, sorted as they are written.
    enum CodingKeys: String, CodingKey, CaseIterable {
        case actor, causationid, correlationid, dataclassification, datacontenttype, deadline
        case id, inreplyto, prevhash, replytoken, role, sequence, source, specversion, subject
        case time, type

        /// Its place among them.
        var place: Int {
            switch self {
            case .actor: 0
            case .causationid: 1
            case .correlationid: 2
            case .dataclassification: 3
            case .datacontenttype: 4
            case .deadline: 5
            case .id: 6
            case .inreplyto: 7
            case .prevhash: 8
            case .replytoken: 9
            case .role: 10
            case .sequence: 11
            case .source: 12
            case .specversion: 13
            case .subject: 14
            case .time: 15
            case .type: 16
            }
        }
    }
}
