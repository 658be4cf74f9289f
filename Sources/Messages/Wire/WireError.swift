/// Why a message was refused at the edge. Nothing of its content is repeated.
public enum WireError: Remediable, Equatable {
    /// Not one part, but so many.
    case partCount(Int)
    /// A frame of so many bytes, where fewer are allowed.
    case frameTooLong(Int)
    /// Lines that are not a topic and entries of two lines, each ended by a line feed.
    case badFrame
    /// A topic of so many bytes.
    case topicTooLong(Int)
    /// Not tokens joined by dots, or of no known kind.
    case badTopic
    /// Attributes of so many bytes.
    case attributesTooLong(Int)
    /// Not a flat JSON object with what CloudEvents 1.0 requires, or a type of another stream.
    case badAttributes
    /// Data of so many bytes, where the limit is lower.
    case dataTooLong(Int, limit: Int)
    /// A body that does not fit the type that it claims.
    case badData(type: String)
    /// An event, or a page's own entry, without this attribute.
    case missingAttribute(String)
    /// A page of another stream than was asked for.
    case badPage

    /// A short stable word for counters and logs.
    public var reason: String {
        switch self {
        case .partCount: "part-count"
        case .frameTooLong: "frame-too-long"
        case .badFrame: "bad-frame"
        case .topicTooLong: "topic-too-long"
        case .badTopic: "bad-topic"
        case .attributesTooLong: "attributes-too-long"
        case .badAttributes: "bad-attributes"
        case .dataTooLong: "data-too-long"
        case .badData: "bad-data"
        case .missingAttribute: "missing-attribute"
        case .badPage: "bad-page"
        }
    }

    public var advice: Advice {
        switch self {
        case .partCount(let count):
            Advice(
                "A message has one part; this one has \(count).",
                remedy:
                    "Send topic, attributes and data as lines of one part; protocol 1 had three.")
        case .frameTooLong(let bytes):
            Advice(
                "A frame has at most 512 KiB, and one of several events 256 KiB; this one has"
                    + " \(bytes) bytes.",
                remedy: "Split it.")
        case .badFrame:
            Advice(
                "The frame is not a topic and entries of two lines, each ended by a line feed.",
                remedy: "See docs/protocol.md, A message.")
        case .topicTooLong(let bytes):
            Advice(
                "A topic has at most 255 bytes; this one has \(bytes).",
                remedy: "Use shorter names.")
        case .badTopic:
            Advice(
                "The topic is not tokens of [a-z0-9-] joined by dots.",
                remedy: "See docs/protocol.md, Topics.")
        case .attributesTooLong(let bytes):
            Advice(
                "Attributes have at most 8 KiB; these have \(bytes) bytes.",
                remedy: "Move content into the data.")
        case .badAttributes:
            Advice(
                "The attributes are not one flat JSON object of CloudEvents 1.0, or the type is"
                    + " another stream's.",
                remedy: "See docs/protocol.md, Attributes.")
        case .dataTooLong(let bytes, let limit):
            Advice(
                "The data has \(bytes) bytes; the limit is \(limit).",
                remedy: "Split the message, or send a reference.")
        case .badData(let type):
            Advice(
                "The data does not fit the type \(type).",
                remedy: "Compare it with docs/protocol/\(type).json.")
        case .missingAttribute(let name):
            Advice("The attribute \(name) is missing.", remedy: "See docs/protocol.md, Attributes.")
        case .badPage:
            Advice(
                "A replay page is of another stream than was asked for.",
                remedy: "Ask the owner again; mend it if it persists.")
        }
    }
}
