import FoundationEssentials

/// Shows a message without what it tells about a client.
///
/// It works from the marks of the declaration: a field without a mark, and the body of a type that
/// this version does not know, are masked whole.
public enum Masking {
    public static let mask = "•••"

    /// The body with everything masked that is not open, as JSON of one line.
    public static func body(of envelope: Envelope) -> String {
        guard let marks = marks(ofType: envelope.attributes.type),
            let fields = try? JSONText.decode(
                [String: JSONFragment].self, from: envelope.frames.data)
        else { return mask }
        let shown = fields.map { name, fragment in
            (name, marks[name] == .open ? fragment : .string(mask))
        }
        let object = Dictionary(uniqueKeysWithValues: shown)
        return (try? JSONText.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? mask
    }

    /// The subject, unless the message says something of a client.
    public static func subject(of envelope: Envelope) -> String? {
        guard let subject = envelope.attributes.subject else { return nil }
        return envelope.attributes.dataclassification == .operational ? subject : mask
    }

    private static func marks(ofType type: String) -> [String: Mark]? {
        if let event = MessageCatalog.event(type: type) { return event.marks }
        if let command = MessageCatalog.command(type: type) { return command.marks }
        return MessageCatalog.query(type: type)?.marks
    }
}

/// Any JSON value, kept as it is.
public indirect enum JSONFragment: Hashable, Sendable, Codable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONFragment])
    case object([String: JSONFragment])

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONFragment].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONFragment].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
