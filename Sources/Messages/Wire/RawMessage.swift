/// A message byte for byte: where it goes, its attributes and its data, without their line ends.
///
/// Journals, frames and replay pages hold these bytes and never an encoding of what was decoded, so
/// that attributes and fields this version does not know survive and the hash chain can be proved.
/// A message out of a frame shares the frame's bytes.
public struct RawMessage: Hashable, Sendable {
    /// The most bytes of attributes.
    public static let attributesLimitBytes = 8 * 1024
    /// The most bytes of an event's data. Of any other message they are what its frame holds.
    public static let eventDataLimitBytes = 128 * 1024

    /// Where it goes: ASCII.
    public let topic: ArraySlice<UInt8>
    /// One flat JSON object in UTF-8.
    public let attributes: ArraySlice<UInt8>
    /// The body: JSON in UTF-8.
    public let data: ArraySlice<UInt8>

    public init(topic: ArraySlice<UInt8>, attributes: ArraySlice<UInt8>, data: ArraySlice<UInt8>) {
        self.topic = topic
        self.attributes = attributes
        self.data = data
    }

    public init(topic: [UInt8], attributes: [UInt8], data: [UInt8]) {
        self.init(topic: topic[...], attributes: attributes[...], data: data[...])
    }

    /// The bytes of all three, without line ends.
    public var byteCount: Int { topic.count + attributes.count + data.count }
    /// What it adds to a frame that has its topic already, in bytes: two lines.
    public var entryBytes: Int { attributes.count + data.count + 2 }
}
