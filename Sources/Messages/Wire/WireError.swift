/// Why a message was refused at the edge. Nothing of its content is repeated.
public enum WireError: Remediable, Equatable {
    /// Not three frames, but so many.
    case frameCount(Int)
    /// A topic of so many bytes.
    case topicTooLong(Int)
    /// Not tokens joined by dots, or of no known kind.
    case badTopic
    /// Attributes of so many bytes.
    case attributesTooLong(Int)
    /// Not a JSON object with what CloudEvents 1.0 requires.
    case badAttributes
    /// Data of so many bytes, where the limit is lower.
    case dataTooLong(Int, limit: Int)
    /// A body that does not fit the type that it claims.
    case badData(type: String)
    /// An event without this attribute.
    case missingAttribute(String)
    /// A page that ends within a message.
    case badPage

    /// A short stable word for counters and logs.
    public var reason: String {
        switch self {
        case .frameCount: "frame-count"
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
        case .frameCount(let count):
            Advice(
                "A message has three frames; this one has \(count).",
                remedy: "Send topic, attributes and data.")
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
                remedy: "Move content into the data frame.")
        case .badAttributes:
            Advice(
                "The attributes are not a JSON object of CloudEvents 1.0.",
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
                "A replay page does not hold whole messages.",
                remedy: "Ask the owner again; check its journal if it persists.")
        }
    }
}
