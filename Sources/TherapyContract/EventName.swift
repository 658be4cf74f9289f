public import Messages

/// A kind of event without its version: `scheduler.attendance.recorded`.
public struct EventName: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// Who publishes it, and what it is about.
    public let stream: EventStream
    /// What happened: one token, such as `recorded`.
    public let fact: String

    /// Reads `owner.entity.fact`; nothing for another shape.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let stream = EventStream("\(parts[0]).\(parts[1])"),
            Identity(parts[2]) != nil
        else { return nil }
        self.stream = stream
        fact = parts[2]
    }

    /// The name of an event's type, `scheduler.attendance.recorded.v1`, whatever its version.
    public init?(type: String) {
        guard let end = type.lastIndex(of: "."), type[end...].hasPrefix(".v") else { return nil }
        self.init(String(type[..<end]))
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let name = EventName(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "An event's name looks like scheduler.attendance.recorded.")
        }
        self = name
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String { "\(stream).\(fact)" }

    public static func < (left: Self, right: Self) -> Bool {
        (left.stream, left.fact) < (right.stream, right.fact)
    }
}

/// An event of others that a therapy is told.
public struct ReadDeclaration: Codable, Hashable, Sendable {
    /// Which.
    public var event: EventName
    /// Why it needs it, for the person who approves it.
    public var because: String
}

/// What a therapy does with what happened before it came.
public enum HistoryRule: String, Codable, Hashable, Sendable, CaseIterable {
    /// It is told nothing of that.
    case fromNow = "from-now"
    /// It folds it, and reacts to none of it.
    case silently
    /// It folds it, and reacts to it as if it had been there.
    case fromStart = "from-start"
}
