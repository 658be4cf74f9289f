internal import Messages

extension Question {
    /// It as one line, without its end.
    ///
    /// - Throws: ``PipeFault/lineTooLong``; an `EncodingError` for what JSON cannot hold.
    public func line() throws -> [UInt8] {
        var line = Array("{\"n\":\(number),\"ask\":\"\(ask.name)\"".utf8)
        switch ask {
        case .hello(let hello):
            line.append(UInt8(ascii: ","))
            line += try JSONText.encode(hello).dropFirst()
        case .restore(let state):
            line += Array(",\"state\":".utf8)
            line += state ?? Array("null".utf8)
            line.append(UInt8(ascii: "}"))
        case .apply(let facts):
            try Self.write(facts, to: &line)
            line.append(UInt8(ascii: "}"))
        case .react(let facts, let now, let date):
            try Self.write(facts, to: &line)
            line += Array(",\"now\":\"\(now)\",\"date\":\"\(date)\"}".utf8)
        case .state, .bye: line.append(UInt8(ascii: "}"))
        }
        guard line.count <= PipeLimits.lineBytes else { throw PipeFault.lineTooLong }
        return line
    }

    private static func write(_ facts: [PluginFact], to line: inout [UInt8]) throws {
        line += ",\"facts\":[".utf8
        for (index, fact) in facts.enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            try fact.write(to: &line)
        }
        line.append(UInt8(ascii: "]"))
    }

    /// Reads a line. Members that it does not name are ignored.
    public init(line: some Sequence<UInt8>) throws(PipeFault) {
        let line = Array(line)
        guard let members = JSONParts.members(of: line[...]),
            let number = Self.number(members["n"])
        else { throw .notAMessage }
        guard let ask = members["ask"].flatMap(JSONParts.string) else { throw .badMember("ask") }
        self.init(number, try Self.ask(ask, members: members, line: line))
    }

    private static func ask(
        _ name: String, members: [String: ArraySlice<UInt8>], line: [UInt8]
    ) throws(PipeFault) -> Ask {
        switch name {
        case "hello":
            guard let hello = try? JSONText.decode(Hello.self, from: line) else {
                throw .badMember("protocol")
            }
            return .hello(hello)
        case "restore":
            guard let state = members["state"] else { throw .badMember("state") }
            return .restore(state: state.elementsEqual("null".utf8) ? nil : Array(state))
        case "apply": return .apply(try facts(members["facts"]))
        case "react":
            guard let now = members["now"].flatMap(JSONParts.string).flatMap(LocalDateTime.init)
            else { throw .badMember("now") }
            guard let date = members["date"].flatMap(JSONParts.string).flatMap({ LocalDate($0) })
            else { throw .badMember("date") }
            return .react(try facts(members["facts"]), now: now, date: date)
        case "state": return .state
        case "bye": return .bye
        default: throw .unknownQuestion
        }
    }

    private static func facts(_ text: ArraySlice<UInt8>?) throws(PipeFault) -> [PluginFact] {
        guard let elements = text.flatMap({ JSONParts.elements(of: $0) }) else {
            throw .badMember("facts")
        }
        var facts: [PluginFact] = []
        facts.reserveCapacity(elements.count)
        for element in elements { facts.append(try PluginFact(reading: element)) }
        return facts
    }

    /// The number of a line of the pipe.
    static func number(_ text: ArraySlice<UInt8>?) -> Int? {
        text.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
}
