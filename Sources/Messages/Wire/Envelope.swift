/// A message that passed the edge: its topic and attributes read, its bytes as they came.
public struct Envelope: Hashable, Sendable {
    /// The first frame, read.
    public let topic: Topic
    /// What the topic says: the kind of message, and between whom.
    public let address: Topic.Address
    /// The second frame, read.
    public let attributes: Attributes
    /// All three frames, as they came.
    public let frames: Frames

    /// Reads and checks what is common to all messages; the body stays as bytes.
    public init(_ frames: Frames) throws(WireError) {
        guard frames.topic.count <= Topic.limitBytes else {
            throw .topicTooLong(frames.topic.count)
        }
        guard let text = String(validating: frames.topic, as: UTF8.self) else { throw .badTopic }
        topic = try Topic(text)
        guard let address = topic.address else { throw .badTopic }
        guard frames.attributes.count <= Frames.attributesLimitBytes else {
            throw .attributesTooLong(frames.attributes.count)
        }
        var limit = Frames.dataLimitBytes
        if case .event = address { limit = Frames.eventDataLimitBytes }
        guard frames.data.count <= limit else {
            throw .dataTooLong(frames.data.count, limit: limit)
        }
        guard let attributes = try? JSONText.decode(Attributes.self, from: frames.attributes),
            attributes.specversion == "1.0"
        else { throw .badAttributes }
        if case .event = address {
            guard let sequence = attributes.sequence, sequence >= 1 else {
                throw .missingAttribute("sequence")
            }
            guard attributes.prevhash != nil else { throw .missingAttribute("prevhash") }
        }
        self.address = address
        self.attributes = attributes
        self.frames = frames
    }

    /// Encodes a new message. The only throw is an attribute or body over its limit.
    public init(topic: Topic, attributes: Attributes, data: [UInt8]) throws(WireError) {
        guard let encoded = try? JSONText.encode(attributes) else { throw .badAttributes }
        try self.init(
            Frames(topic: Array(topic.text.utf8), attributes: encoded, data: data))
    }

    /// The message's own id.
    public var id: MessageID { attributes.id }
}
