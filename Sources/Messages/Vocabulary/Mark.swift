/// What a field of a message tells about a client, and so whether it may be shown unasked.
public enum Mark: String, Sendable, Codable {
    /// Nothing about a client: shown.
    case open
    /// Describes a client (an answer, a score, a reason): masked.
    case describes
    /// Names a client, or is a client's pseudonym: masked.
    case identifies
}

/// A type that says what a field of it tells about a client, wherever a message has one.
///
/// Where one message's field tells something else, its declaration says so in `markedOtherwise`.
/// Whatever a person may have written or counted is taken to describe a client.
public protocol Marked {
    /// What a field of this type tells.
    static var mark: Mark { get }
}

extension String: Marked { public static let mark = Mark.describes }
extension Bool: Marked { public static let mark = Mark.describes }
extension Int: Marked { public static let mark = Mark.describes }
extension Int64: Marked { public static let mark = Mark.describes }
extension LocalDate: Marked { public static let mark = Mark.describes }
extension LocalDateTime: Marked { public static let mark = Mark.describes }
extension Timestamp: Marked { public static let mark = Mark.describes }
extension WeeklyTime: Marked { public static let mark = Mark.describes }
extension Moment: Marked { public static let mark = Mark.describes }
extension Identity: Marked { public static let mark = Mark.open }

extension Identifier: Marked {
    /// A client's names the client, and a phase is where a client stands. Any other tells nothing.
    public static var mark: Mark {
        if Kind.self == Client.self { return .identifies }
        return Kind.self == Clinic.Phase.self ? .describes : .open
    }
}

extension OpenEnumeration {
    /// A word describes a client, unless its type says otherwise.
    public static var mark: Mark { .describes }
}

/// Any value: nobody knows what it tells.
extension JSONFragment: Marked { public static let mark = Mark.describes }

extension Array: Marked where Element: Marked {
    public static var mark: Mark { Element.mark }
}

extension Dictionary: Marked where Key: Marked, Value: Marked {
    /// The stricter of the two.
    public static var mark: Mark {
        let marks = [Key.mark, Value.mark]
        if marks.contains(.identifies) { return .identifies }
        return marks.contains(.describes) ? .describes : .open
    }
}
