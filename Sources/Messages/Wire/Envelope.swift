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
        let (topic, address) = try Envelope.place(of: frames)
        guard let attributes = try? JSONText.decode(Attributes.self, from: frames.attributes)
        else { throw .badAttributes }
        try self.init(topic: topic, address: address, attributes: attributes, frames: frames)
    }

    /// Encodes a new message, with the checks that any other has to pass: a topic, an attribute or
    /// a body over its limit is refused.
    public init(topic: Topic, attributes: Attributes, data: [UInt8]) throws(WireError) {
        guard let encoded = try? JSONText.encode(attributes) else { throw .badAttributes }
        let frames = Frames(topic: Array(topic.text.utf8), attributes: encoded, data: data)
        let (topic, address) = try Envelope.place(of: frames)
        try self.init(topic: topic, address: address, attributes: attributes, frames: frames)
    }

    /// Where it goes, once its frames keep their limits.
    private static func place(of frames: Frames) throws(WireError) -> (Topic, Topic.Address) {
        guard frames.topic.count <= Topic.limitBytes else {
            throw .topicTooLong(frames.topic.count)
        }
        guard let text = String(validating: frames.topic, as: UTF8.self) else { throw .badTopic }
        let topic = try Topic(text)
        guard let address = topic.address else { throw .badTopic }
        guard frames.attributes.count <= Frames.attributesLimitBytes else {
            throw .attributesTooLong(frames.attributes.count)
        }
        var limit = Frames.dataLimitBytes
        if case .event = address { limit = Frames.eventDataLimitBytes }
        guard frames.data.count <= limit else {
            throw .dataTooLong(frames.data.count, limit: limit)
        }
        return (topic, address)
    }

    private init(
        topic: Topic, address: Topic.Address, attributes: Attributes, frames: Frames
    ) throws(WireError) {
        guard attributes.specversion == "1.0" else { throw .badAttributes }
        if case .event = address {
            guard let sequence = attributes.sequence, sequence >= 1 else {
                throw .missingAttribute("sequence")
            }
            guard attributes.prevhash != nil else { throw .missingAttribute("prevhash") }
        }
        self.topic = topic
        self.address = address
        self.attributes = attributes
        self.frames = frames
    }

    /// The message's own id.
    public var id: MessageID { attributes.id }
}
