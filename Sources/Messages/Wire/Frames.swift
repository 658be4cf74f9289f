/// A message as it travels: three frames, kept byte for byte.
///
/// Journals and replay pages hold these bytes and never an encoding of what was decoded, so that
/// fields this version does not know survive and the hash chain can be proved.
public struct Frames: Hashable, Sendable {
    /// Attributes are at most 8 KiB, an event's data at most 128 KiB, any data at most 512 KiB.
    public static let attributesLimitBytes = 8 * 1024
    /// The most data of an event, in bytes: a replay page must hold it.
    public static let eventDataLimitBytes = 128 * 1024
    /// The most data of any message, in bytes.
    public static let dataLimitBytes = 512 * 1024

    /// The first frame: ASCII.
    public let topic: [UInt8]
    /// The second frame: a JSON object in UTF-8.
    public let attributes: [UInt8]
    /// The third frame: what the content type says.
    public let data: [UInt8]

    public init(topic: [UInt8], attributes: [UInt8], data: [UInt8]) {
        self.topic = topic
        self.attributes = attributes
        self.data = data
    }

    /// Three frames exactly; any other number is refused.
    public init(_ parts: [[UInt8]]) throws(WireError) {
        guard parts.count == 3 else { throw .frameCount(parts.count) }
        self.init(topic: parts[0], attributes: parts[1], data: parts[2])
    }

    /// Bytes of all three frames.
    public var byteCount: Int { topic.count + attributes.count + data.count }
}
