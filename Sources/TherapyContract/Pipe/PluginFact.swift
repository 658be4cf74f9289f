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
    /// It as it stands in a question: one JSON object.
    var text: [UInt8] {
        get throws {
            var text = Array("{\"id\":".utf8)
            text += try JSONText.encode(id)
            for (name, value) in [
                ("type", type), ("owner", owner.text), ("time", time.description),
                ("date", date.description),
            ] {
                text += Array(",\"\(name)\":".utf8)
                text += try JSONText.encode(value)
            }
            if let client {
                text += Array(",\"client\":".utf8)
                text += try JSONText.encode(client)
            }
            text += Array(",\"data\":".utf8)
            text += data
            text.append(UInt8(ascii: "}"))
            return text
        }
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
