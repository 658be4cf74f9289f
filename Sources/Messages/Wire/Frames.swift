/// A message as it travels: three frames, kept byte for byte.
///
/// Journals and replay pages hold these bytes and never an encoding of what was decoded, so that
/// fields this version does not know survive and the hash chain can be proved.
public struct Frames: Hashable, Sendable {
    /// Attributes are at most 8 KiB, an event's data at most 128 KiB, any data at most 512 KiB.
    public static let attributesLimitBytes = 8 * 1024
    public static let eventDataLimitBytes = 128 * 1024
    public static let dataLimitBytes = 512 * 1024

    public let topic: [UInt8]
    public let attributes: [UInt8]
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

    public var byteCount: Int { topic.count + attributes.count + data.count }
}
