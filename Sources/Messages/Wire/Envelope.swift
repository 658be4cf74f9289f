/// A message that passed the edge: its topic and attributes read, its bytes as they came.
///
/// Its attributes are read where they stand: each becomes a value when somebody asks for it.
public struct Envelope: Sendable {
    /// Where it goes.
    public let topic: Topic
    /// All of it, as it came.
    public let raw: RawMessage
    /// Where its attributes stand.
    let line: AttributeLine

    /// What the topic says: the kind of message, and between whom.
    public var address: Topic.Address { topic.address }
    /// All attributes. Whoever wants one or two asks for those.
    public var attributes: Attributes { Attributes(line, in: raw.attributes.span) }

    /// Reads and checks what is common to all messages; the body stays as bytes.
    public init(_ raw: RawMessage) throws(WireError) {
        try self.init(raw, topic: try Topic(raw.topic.span))
        try requireOneLine()
    }

    /// The same of what stands in a frame: its topic was read, and its lines are lines.
    init(_ raw: RawMessage, topic: Topic) throws(WireError) {
        guard raw.attributes.count <= RawMessage.attributesLimitBytes else {
            throw .attributesTooLong(raw.attributes.count)
        }
        let text = raw.attributes.span
        do { line = try AttributeLine(reading: text) } catch { throw .badAttributes }
        guard line.says("1.0", .specversion, in: text) else { throw .badAttributes }
        if case .event = topic.address {
            guard raw.data.count <= RawMessage.eventDataLimitBytes else {
                throw .dataTooLong(raw.data.count, limit: RawMessage.eventDataLimitBytes)
            }
            guard let sequence = line.sequence, sequence >= 1 else {
                throw .missingAttribute("sequence")
            }
            guard line.text(of: .prevhash) != nil else { throw .missingAttribute("prevhash") }
            guard line.fact(ofEventTo: raw.topic.span, in: text) != nil else {
                throw .badAttributes
            }
        }
        let length = raw.topic.count + 1 + raw.entryBytes
        guard length <= Frame.limitBytes else { throw .frameTooLong(length) }
        self.topic = topic
        self.raw = raw
    }

    /// Encodes a new message, with the checks that any other has to pass: a topic, an attribute or
    /// a body over its limit is refused.
    public init(topic: Topic, attributes: Attributes, data: [UInt8]) throws(WireError) {
        let raw = RawMessage(
            topic: try topic.line(), attributes: attributes.encoded()[...], data: data[...])
        try self.init(raw, topic: topic)
        try requireOneLine()
    }

    /// Within a frame a body with a line feed would be two lines.
    private func requireOneLine() throws(WireError) {
        guard !raw.data.span.contains(Frame.lineFeed) else { throw .badData(type: type) }
    }

    /// What an event says, as its type has it: `scheduled`. `nil` for what is no event.
    public var fact: Substring? {
        guard case .event = address,
            let range = line.fact(ofEventTo: raw.topic.span, in: raw.attributes.span)
        else { return nil }
        let text = FlatObject.Text(start: range.lowerBound, end: range.upperBound)
        return Substring(text.string(in: raw.attributes.span))
    }

    /// It alone in a frame.
    public var frame: Frame { Frame(raw) }
}

// What the attributes say, one by one; ``Attributes`` tells what each means.
extension Envelope {
    private func text(_ key: Attributes.CodingKeys) -> String? {
        line.string(of: key, in: raw.attributes.span)
    }

    /// The message's own id.
    public var id: MessageID { MessageID(text(.id) ?? "") }
    /// `scheduler.session.scheduled.v1`.
    public var type: String { text(.type) ?? "" }
    /// When it was said.
    public var time: Timestamp { line.time }
    /// Position in the stream.
    public var sequence: Int64? { line.sequence }
    /// Chain hash of the event before it in its stream.
    public var prevhash: String? { text(.prevhash) }
    /// The client or group that it is about.
    public var subject: String? { text(.subject) }
    /// How protected its data is.
    public var dataclassification: DataClass? {
        text(.dataclassification).map(DataClass.init(rawValue:))
    }
    /// The conversation.
    public var correlationid: MessageID? { text(.correlationid).map { MessageID($0) } }
    /// The message that caused it.
    public var causationid: MessageID? { text(.causationid).map { MessageID($0) } }
    /// Where the answer goes.
    public var replytoken: String? { text(.replytoken) }
    /// Until when the asker waits.
    public var deadline: Timestamp? { line.deadline }
    /// The message that it answers.
    public var inreplyto: MessageID? { text(.inreplyto).map { MessageID($0) } }
    /// The person who acted.
    public var person: Actor? {
        guard let staff = text(.actor), let role = text(.role) else { return nil }
        return Actor(staff: StaffID(staff), role: Role(rawValue: role))
    }
}

extension Envelope: Hashable {
    /// Its bytes are all that it is: what was read of them follows.
    public static func == (left: Self, right: Self) -> Bool { left.raw == right.raw }
    /// Its bytes, as for equality.
    public func hash(into hasher: inout Hasher) { hasher.combine(raw) }
}
