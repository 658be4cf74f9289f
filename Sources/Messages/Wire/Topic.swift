/// Where a message goes, the first line of its frame: ASCII tokens `[a-z0-9-]+` joined by dots, at
/// most 255 bytes.
public struct Topic: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes of a topic.
    public static let limitBytes = 255
    /// What kind of message it carries, with its parts.
    public let address: Address

    private init(_ address: Address) { self.address = address }

    /// Reads a topic whose every token is checked; a bad one is a ``WireError``.
    public init(_ text: String) throws(WireError) { try self.init(text.utf8.span) }

    /// Reads a topic out of its line, without the line's end.
    public init(_ line: Span<UInt8>) throws(WireError) {
        guard line.count <= Topic.limitBytes else { throw .topicTooLong(line.count) }
        guard let tokens = Topic.tokens(in: line), let address = Topic.address(of: tokens) else {
            throw .badTopic
        }
        self.init(address)
    }

    /// Its tokens; `nil` where one is empty or has another byte.
    private static func tokens(in line: Span<UInt8>) -> [String]? {
        var tokens: [String] = []
        tokens.reserveCapacity(6)
        var start = 0
        for index in 0...line.count {
            guard index == line.count || line[index] == UInt8(ascii: ".") else {
                guard isTokenByte(line[index]) else { return nil }
                continue
            }
            guard index > start else { return nil }
            tokens.append(line.extracting(start..<index).ascii)
            start = index + 1
        }
        return tokens
    }

    private static func address(of tokens: [String]) -> Address? {
        let last = tokens.count - 1
        switch (tokens[0], tokens.count) {
        case ("event", 3):
            return .event(EventStream(owner: Identity(token: tokens[1]), token: tokens[2]))
        case ("command", 4):
            return .command(
                receiver: Identity(token: tokens[1]), verb: tokens[2],
                asker: Identity(token: tokens[3]))
        case ("query", 4...):
            return .query(
                receiver: Identity(token: tokens[1]), name: Array(tokens[2..<last]),
                asker: Identity(token: tokens[last]))
        case ("inbox", 4):
            return .inbox(
                asker: Identity(token: tokens[1]), token: tokens[2],
                responder: Identity(token: tokens[3]))
        case ("status", 3):
            guard tokens[2] == "heartbeat" else { return nil }
            return .heartbeat(Identity(token: tokens[1]))
        default: return nil
        }
    }

    /// The parts of a topic, by kind of message (`bus protocol`, section Topics).
    public enum Address: Hashable, Sendable {
        /// Facts of a stream.
        case event(EventStream)
        /// A command and who gives it.
        case command(receiver: Identity, verb: String, asker: Identity)
        /// `name` has one token, or for `replay` and `history` the stream's tokens after it.
        case query(receiver: Identity, name: [String], asker: Identity)
        /// A reply or a page for one asker; `token` is the asker's own for this run.
        case inbox(asker: Identity, token: String, responder: Identity)
        /// A sign of life.
        case heartbeat(Identity)

        /// Who sent it: the token that the hub checks.
        public var sender: Identity {
            switch self {
            case .event(let stream): stream.owner
            case .command(_, _, let asker), .query(_, _, let asker): asker
            case .inbox(_, _, let responder): responder
            case .heartbeat(let sender): sender
            }
        }

        /// What a query asks for that wants a peer's heartbeat at once.
        static let heartbeatName = "heartbeat"

        /// The peer whose heartbeat is asked for; nothing for any other message.
        public var heartbeatRequested: Identity? {
            guard case .query(let peer, [Self.heartbeatName], _) = self else { return nil }
            return peer
        }

        /// The stream whose history the ledger is asked for; nothing for any other message.
        ///
        /// Hub and ledger judge by this alone: what it names is what is granted and what is read.
        public var historyStream: EventStream? {
            guard case .query(.ledger, let name, _) = self, name.count == 3, name[0] == "history",
                let owner = Identity(name[1])
            else { return nil }
            return EventStream(owner: owner, entity: name[2])
        }
    }

    /// `event.scheduler.session`.
    public static func event(_ stream: EventStream) -> Topic { Topic(.event(stream)) }
    /// `command.scheduler.plan-week.cli-anna`. `verb` must be one token.
    public static func command(to receiver: Identity, verb: String, from asker: Identity) -> Topic {
        Topic(.command(receiver: receiver, verb: verb, asker: asker))
    }
    /// `query.aftercare.next-contacts.cli-anna`. `name` must be one token.
    public static func query(to receiver: Identity, name: String, from asker: Identity) -> Topic {
        Topic(.query(receiver: receiver, name: [name], asker: asker))
    }
    /// Asks the stream's owner for what a reader missed.
    public static func replay(of stream: EventStream, from asker: Identity) -> Topic {
        Topic(.query(receiver: stream.owner, name: ["replay", stream.entity], asker: asker))
    }
    /// Asks the ledger for a stream's history.
    public static func history(of stream: EventStream, from asker: Identity) -> Topic {
        let name = ["history", stream.owner.text, stream.entity]
        return Topic(.query(receiver: .ledger, name: name, asker: asker))
    }
    /// Asks a peer for its heartbeat now.
    public static func heartbeatRequest(to peer: Identity, from asker: Identity) -> Topic {
        Topic(.query(receiver: peer, name: [Address.heartbeatName], asker: asker))
    }
    /// `inbox.cli-anna.<token>.scheduler`. `token` must be one; see ``isInboxToken(_:)``.
    public static func inbox(of asker: Identity, token: String, from responder: Identity) -> Topic {
        Topic(.inbox(asker: asker, token: token, responder: responder))
    }
    /// `status.scheduler.heartbeat`.
    public static func heartbeat(of sender: Identity) -> Topic { Topic(.heartbeat(sender)) }

    /// Its parts between the dots; three or more.
    private var tokens: [String] {
        switch address {
        case .event(let stream): ["event", stream.owner.text, stream.entity]
        case .command(let receiver, let verb, let asker):
            ["command", receiver.text, verb, asker.text]
        case .query(let receiver, let name, let asker):
            ["query", receiver.text] + name + [asker.text]
        case .inbox(let asker, let token, let responder):
            ["inbox", asker.text, token, responder.text]
        case .heartbeat(let sender): ["status", sender.text, "heartbeat"]
        }
    }

    /// The whole topic, as on the wire.
    public var text: String { tokens.joined(separator: ".") }
    public var description: String { text }

    /// Its bytes, with the checks that one from the wire has to pass.
    func line() throws(WireError) -> ArraySlice<UInt8> {
        let tokens = tokens
        let line = Array(tokens.joined(separator: ".").utf8)
        guard line.count <= Topic.limitBytes else { throw .topicTooLong(line.count) }
        guard tokens.allSatisfy(Topic.isToken) else { throw .badTopic }
        return line[...]
    }

    /// Whether a text can stand in an inbox topic as its token.
    public static func isInboxToken(_ text: String) -> Bool { isToken(text) }

    static func isToken(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.count <= limitBytes && text.utf8.allSatisfy(isTokenByte)
    }

    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension Span<UInt8> {
    /// Bytes that are known to be ASCII, as text.
    fileprivate var ascii: String {
        withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
