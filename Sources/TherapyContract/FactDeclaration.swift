public import Messages

/// A fact of a therapy's own. What is not declared is not recorded.
public struct FactDeclaration: Codable, Hashable, Sendable {
    /// Its own name, one token.
    public var name: String
    /// Whom it tells of.
    public var about: Subject
    /// What it holds, by name.
    public var fields: [String: FactField]

    /// Whom a fact tells of.
    public enum Subject: String, Codable, Hashable, Sendable, CaseIterable {
        /// One client, whom each of its records names.
        case client
        /// The clinic; it names no client.
        case clinic
    }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        name = try members.decode(String.self, forKey: .name)
        about = try members.decode(Subject.self, forKey: .about)
        fields = try members.value(.fields, else: [:])
    }
}

/// A field of a therapy's own fact.
public struct FactField: Codable, Hashable, Sendable {
    /// What it holds.
    public var type: Kind
    /// Whether it is a list of these.
    public var list: Bool
    /// Whether a record may go without it.
    public var optional: Bool
    /// The least number of an `integer` or a `number`; `nil` for no bound.
    public var least: Double?
    /// The greatest number of an `integer` or a `number`; `nil` for no bound.
    public var most: Double?
    /// What it tells about a client; describing unless it says otherwise, and never identifying.
    public var mark: Mark

    /// What a field holds.
    public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// A text of at most 200 characters on one line.
        case text
        /// A whole number.
        case integer
        /// Any number.
        case number
        /// `true` or `false`.
        case boolean
        /// A day, `2026-11-02`.
        case date
        /// A name of the clinic's or the therapy's own, one token; never a client's.
        case identifier
    }

    /// Those marks that a field may have, as they are written.
    public static let marks: [String: Mark] = ["open": .open, "describing": .describes]

    enum CodingKeys: CodingKey { case type, list, optional, least, most, mark }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        type = try members.decode(Kind.self, forKey: .type)
        list = try members.value(.list, else: false)
        optional = try members.value(.optional, else: false)
        least = try members.decodeIfPresent(Double.self, forKey: .least)
        most = try members.decodeIfPresent(Double.self, forKey: .most)
        let word = try members.value(.mark, else: "describing")
        guard let mark = Self.marks[word] else {
            throw DecodingError.dataCorruptedError(
                forKey: .mark, in: members, debugDescription: "A mark is open or describing.")
        }
        self.mark = mark
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(type, forKey: .type)
        try members.encode(list, forKey: .list)
        try members.encode(optional, forKey: .optional)
        try members.encodeIfPresent(least, forKey: .least)
        try members.encodeIfPresent(most, forKey: .most)
        try members.encode(mark == .open ? "open" : "describing", forKey: .mark)
    }
}

/// One of a therapy's facts that staff may record.
public struct CommandDeclaration: Codable, Hashable, Sendable {
    /// The command's own name, one token.
    public var name: String
    /// The fact that it records.
    public var records: String
    /// Who may give it.
    public var roles: [Role]
}
