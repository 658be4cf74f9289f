// Attributes as the line that they are on the wire.

extension Attributes {
    /// A value on the wire.
    enum Value: Hashable {
        case text(String)
        case integer(Int64)
    }

    /// Reads a line of attributes, without the line's end.
    ///
    /// - Throws: ``WireError/badAttributes`` for anything but one flat JSON object with what every
    ///   message has, each name once, and values of the kind that their names have.
    public init(reading line: Span<UInt8>) throws(WireError) {
        do { self.init(try AttributeLine(reading: line), in: line) } catch { throw .badAttributes }
    }

    /// All that a line says.
    init(_ found: AttributeLine, in line: Span<UInt8>) {
        func text(_ key: CodingKeys) -> String? { found.string(of: key, in: line) }
        self.init(
            id: MessageID(text(.id) ?? ""), source: text(.source) ?? "", type: text(.type) ?? "",
            time: found.time)
        specversion = text(.specversion) ?? ""
        subject = text(.subject)
        datacontenttype = text(.datacontenttype) ?? ""
        dataclassification = text(.dataclassification).map(DataClass.init(rawValue:))
        sequence = found.sequence
        prevhash = text(.prevhash)
        correlationid = text(.correlationid).map { MessageID($0) }
        causationid = text(.causationid).map { MessageID($0) }
        actor = text(.actor).map { StaffID($0) }
        role = text(.role).map(Role.init(rawValue:))
        replytoken = text(.replytoken)
        deadline = found.deadline
        inreplyto = text(.inreplyto).map { MessageID($0) }
    }

    /// What stands under a name; `nil` where the message does not say it.
    func value(of key: CodingKeys) -> Value? {
        switch key {
        case .actor: (actor?.text).map(Value.text)
        case .causationid: (causationid?.text).map(Value.text)
        case .correlationid: (correlationid?.text).map(Value.text)
        case .dataclassification: (dataclassification?.rawValue).map(Value.text)
        case .datacontenttype: .text(datacontenttype)
        case .deadline: (deadline?.description).map(Value.text)
        case .id: .text(id.text)
        case .inreplyto: (inreplyto?.text).map(Value.text)
        case .prevhash: prevhash.map(Value.text)
        case .replytoken: replytoken.map(Value.text)
        case .role: (role?.rawValue).map(Value.text)
        case .sequence: sequence.map(Value.integer)
        case .source: .text(source)
        case .specversion: .text(specversion)
        case .subject: subject.map(Value.text)
        case .time: .text(time.description)
        case .type: .text(type)
        }
    }

    /// The line, with sorted names and no needless escapes: the same attributes are always the same
    /// bytes.
    public func encoded() -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(640)
        for key in CodingKeys.allCases {
            guard let value = value(of: key) else { continue }
            line.append(UInt8(ascii: line.isEmpty ? "{" : ","))
            line.append(quoted: key.rawValue)
            line.append(UInt8(ascii: ":"))
            switch value {
            case .text(let text): line.append(quoted: text)
            case .integer(let number): line.append(contentsOf: "\(number)".utf8)
            }
        }
        line.append(UInt8(ascii: "}"))
        return line
    }
}

extension [UInt8] {
    /// Adds a JSON string: only what must be is escaped.
    fileprivate mutating func append(quoted text: String) {
        append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append(contentsOf: #"\""#.utf8)
            case UInt8(ascii: "\\"): append(contentsOf: #"\\"#.utf8)
            case 0x08: append(contentsOf: #"\b"#.utf8)
            case 0x09: append(contentsOf: #"\t"#.utf8)
            case 0x0a: append(contentsOf: #"\n"#.utf8)
            case 0x0c: append(contentsOf: #"\f"#.utf8)
            case 0x0d: append(contentsOf: #"\r"#.utf8)
            case 0..<0x20:
                append(contentsOf: #"\u00"#.utf8)
                append(contentsOf: Swift.withUnsafeBytes(of: byte, Hexadecimal.text(of:)).utf8)
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
    }
}
