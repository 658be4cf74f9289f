internal import Messages

/// What a therapy answers: one line for each question, with its number.
public struct Reply: Hashable, Sendable {
    /// The number of the question.
    public var number: Int
    /// To a `hello`: the version of the protocol that it speaks.
    public var version: Int?
    /// To a `react`: how many of the facts it has folded.
    public var reacted: Int?
    /// To a `react`: what follows from the last of them.
    public var actions: [Action]
    /// To a `state`: one JSON value.
    public var state: [UInt8]?
    /// Why it could not do what was asked; all else is not looked at then.
    public var error: String?

    public init(
        _ number: Int, version: Int? = nil, reacted: Int? = nil, actions: [Action] = [],
        state: [UInt8]? = nil, error: String? = nil
    ) {
        self.number = number
        self.version = version
        self.reacted = reacted
        self.actions = actions
        self.state = state
        self.error = error
    }

    /// It as one line, without its end.
    ///
    /// - Throws: ``PipeFault/lineTooLong``; an `EncodingError` for what JSON cannot hold.
    public func line() throws -> [UInt8] {
        var line = Array("{\"n\":\(number)".utf8)
        if let version { line += Array(",\"protocol\":\(version)".utf8) }
        if let reacted {
            line += Array(",\"reacted\":\(reacted),\"actions\":".utf8)
            line += try JSONText.encode(actions)
        }
        if let state {
            line += Array(",\"state\":".utf8)
            line += state
        }
        if let error {
            line += Array(",\"error\":".utf8)
            line += try JSONText.encode(error)
        }
        line.append(UInt8(ascii: "}"))
        guard line.count <= PipeLimits.lineBytes else { throw PipeFault.lineTooLong }
        return line
    }

    /// Reads a line. Members that it does not name are ignored.
    ///
    /// - Throws: ``PipeFault``; what is wrong with an action is told by its kind alone, for a reply
    ///   speaks of clients.
    public init(line: some Sequence<UInt8>) throws(PipeFault) {
        let line = Array(line)
        guard let members = JSONParts.members(of: line[...]),
            let number = Question.number(members["n"])
        else { throw .notAMessage }
        self.init(number)
        if let text = members["error"] {
            guard let error = JSONParts.string(text) else { throw .badMember("error") }
            self.error = error
            return
        }
        version = try Self.whole(members["protocol"], "protocol")
        reacted = try Self.whole(members["reacted"], "reacted")
        state = members["state"].map { Array($0) }
        if let text = members["actions"] { actions = try Self.actions(text) }
    }

    private static func whole(_ text: ArraySlice<UInt8>?, _ name: String) throws(PipeFault) -> Int?
    {
        guard let text else { return nil }
        guard let number = Question.number(text) else { throw .badMember(name) }
        return number
    }

    private static func actions(_ text: ArraySlice<UInt8>) throws(PipeFault) -> [Action] {
        do {
            let actions = try JSONText.decode([Action].self, from: text)
            guard actions.count <= PipeLimits.actionsOfReply else {
                throw PipeFault.badMember("actions")
            }
            return actions
        } catch let fault as PipeFault { throw fault } catch { throw .badMember("actions") }
    }
}
