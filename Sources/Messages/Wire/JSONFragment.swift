/// Any JSON value, for bodies whose type this version need not know.
///
/// Nested at most 64 deep: each level costs more than the one around it, and who sends a body may
/// be anybody. Decoding throws for more.
///
/// Encoded again it is the same value: keys are sorted, and `1.0` may become `1`.
public indirect enum JSONFragment: Hashable, Sendable, Codable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number from `Int64.min` to `Int64.max`, also one written as `1.0`.
    case integer(Int64)
    /// Any other number that a `Double` can hold; decoding throws for one that it cannot.
    case number(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([JSONFragment])
    /// An object; the order of its members is not kept.
    case object([String: JSONFragment])

    private static let limitDepth = 64

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard decoder.codingPath.count <= JSONFragment.limitDepth else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A value is nested at most 64 deep.")
        }
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
