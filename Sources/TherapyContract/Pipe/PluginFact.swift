public import Messages

/// One fact, as a therapy is told it.
public struct PluginFact: Hashable, Sendable {
    /// Unique in its owner's streams.
    public var id: MessageID
    /// What happened, without the version of its form: `scheduler.attendance.recorded`.
    public var type: String
    /// Who published it.
    public var owner: Identity
    /// When it was decided, in clinic time.
    public var time: Timestamp
    /// The clinic's date then.
    public var date: LocalDate
    /// The client whom it is about; `nil` where it is about none.
    public var client: ClientID?
    /// Its body, one JSON object as it stands in the journal.
    public var data: [UInt8]

    public init(
        id: MessageID, type: String, owner: Identity, time: Timestamp, date: LocalDate,
        client: ClientID? = nil, data: [UInt8]
    ) {
        self.id = id
        self.type = type
        self.owner = owner
        self.time = time
        self.date = date
        self.client = client
        self.data = data
    }

    /// Its body as a type that the reader knows.
    ///
    /// Throws a `DecodingError` for a body that does not fit the type.
    public func decode<Body: Decodable>(_ type: Body.Type) throws -> Body {
        try JSONText.decode(type, from: data)
    }

    /// A type attribute without the version of its form: `scheduler.attendance.recorded` for
    /// `scheduler.attendance.recorded.v1`.
    public static func name(ofType type: String) -> String {
        guard let dot = type.lastIndex(of: "."), type[dot...].dropFirst().first == "v",
            type[dot...].count > 2, type[dot...].dropFirst(2).allSatisfy(\.isWholeNumber)
        else { return type }
        return String(type[..<dot])
    }
}

extension PluginFact {
    /// Writes it as it stands in a question: one JSON object.
    func write(to line: inout [UInt8]) throws {
        line += "{\"id\":".utf8
        try Self.write(id.text, to: &line)
        line += ",\"type\":".utf8
        try Self.write(type, to: &line)
        line += ",\"owner\":".utf8
        try Self.write(owner.text, to: &line)
        line += ",\"time\":".utf8
        try Self.write(time.description, to: &line)
        line += ",\"date\":".utf8
        try Self.write(date.description, to: &line)
        if let client {
            line += ",\"client\":".utf8
            try Self.write(client.text, to: &line)
        }
        line += ",\"data\":".utf8
        line += data
        line.append(UInt8(ascii: "}"))
    }

    /// Writes a JSON string. Most words are plain, and an encoder costs more than all else of a fact.
    private static func write(_ word: String, to line: inout [UInt8]) throws {
        let isPlain = word.utf8.allSatisfy { byte in
            byte >= 0x20 && byte < 0x7f && byte != UInt8(ascii: "\"")
                && byte != UInt8(ascii: "\\")
        }
        guard isPlain else {
            line += try JSONText.encode(word)
            return
        }
        line.append(UInt8(ascii: "\""))
        line += word.utf8
        line.append(UInt8(ascii: "\""))
    }

    init(reading text: ArraySlice<UInt8>) throws(PipeFault) {
        guard let members = JSONParts.members(of: text) else { throw .badMember("facts") }
        func word(_ name: String) throws(PipeFault) -> String {
            guard let word = members[name].flatMap(JSONParts.string) else {
                throw .badMember(name)
            }
            return word
        }
        guard let owner = Identity(try word("owner")) else { throw .badMember("owner") }
        guard let time = Timestamp(try word("time")) else { throw .badMember("time") }
        guard let date = LocalDate(try word("date")) else { throw .badMember("date") }
        guard let data = members["data"] else { throw .badMember("data") }
        self.init(
            id: MessageID(try word("id")), type: try word("type"), owner: owner, time: time,
            date: date, client: members["client"].flatMap(JSONParts.string).map { ClientID($0) },
            data: Array(data))
    }
}
