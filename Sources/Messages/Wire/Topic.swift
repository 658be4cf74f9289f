/// The first frame: ASCII tokens `[a-z0-9-]+` joined by dots, at most 255 bytes.
public struct Topic: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes of a topic.
    public static let limitBytes = 255
    /// The whole topic, as on the wire.
    public let text: String

    /// A topic whose every token was checked; a bad one is a ``WireError``.
    public init(_ text: String) throws(WireError) {
        guard text.utf8.count <= Topic.limitBytes else { throw .topicTooLong(text.utf8.count) }
        guard Topic.isTopic(text.utf8.span) else { throw .badTopic }
        self.text = text
    }

    /// Whether bytes are three or more tokens with a dot between each two.
    private static func isTopic(_ bytes: Span<UInt8>) -> Bool {
        var dots = 0
        var isTokenOpen = false
        for index in bytes.indices {
            if bytes[index] != UInt8(ascii: ".") {
                guard isTokenByte(bytes[index]) else { return false }
                isTokenOpen = true
            } else {
                guard isTokenOpen else { return false }
                isTokenOpen = false
                dots += 1
            }
        }
        return isTokenOpen && dots >= 2
    }

    private init(joining tokens: [String]) { text = tokens.joined(separator: ".") }

    /// Its parts between the dots; three or more.
    public var tokens: [Substring] {
        // Bytes and not characters: a topic is ASCII, and finding characters costs ten times more.
        text.utf8.split(separator: UInt8(ascii: ".")).map(Substring.init)
    }
    public var description: String { text }

    /// What kind of message the topic carries, with its parts.
    public var address: Address? {
        let parts = tokens.map(String.init)
        switch (parts[0], parts.count) {
        case ("event", 4):
            guard let owner = Identity(parts[1]),
                let stream = EventStream(owner: owner, entity: parts[2])
            else { return nil }
            return .event(stream, fact: parts[3])
        case ("command", 4):
            guard let receiver = Identity(parts[1]), let asker = Identity(parts[3]) else {
                return nil
            }
            return .command(receiver: receiver, verb: parts[2], asker: asker)
        case ("query", 4...):
            guard let receiver = Identity(parts[1]), let asker = Identity(parts[parts.count - 1])
            else { return nil }
            return .query(
                receiver: receiver, name: Array(parts[2..<(parts.count - 1)]), asker: asker)
        case ("inbox", 4):
            guard let asker = Identity(parts[1]), let responder = Identity(parts[3]) else {
                return nil
            }
            return .inbox(asker: asker, token: parts[2], responder: responder)
        case ("status", 3):
            guard parts[2] == "heartbeat", let sender = Identity(parts[1]) else { return nil }
            return .heartbeat(sender)
        default: return nil
        }
    }

    /// The parts of a topic, by kind of message (`bus protocol`, section Topics).
    public enum Address: Hashable, Sendable {
        /// A fact of a stream.
        case event(EventStream, fact: String)
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
            case .event(let stream, _): stream.owner
            case .command(_, _, let asker), .query(_, _, let asker): asker
            case .inbox(_, _, let responder): responder
            case .heartbeat(let sender): sender
            }
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

    /// `event.scheduler.session.scheduled`. `fact` must be one token, as a type's own is.
    public static func event(_ stream: EventStream, fact: String) -> Topic {
        Topic(joining: ["event", stream.owner.text, stream.entity, fact])
    }
    /// `command.scheduler.plan-week.cli-anna`. `verb` must be one token.
    public static func command(to receiver: Identity, verb: String, from asker: Identity) -> Topic {
        Topic(joining: ["command", receiver.text, verb, asker.text])
    }
    /// `query.aftercare.next-contacts.cli-anna`. `name` must be one token.
    public static func query(to receiver: Identity, name: String, from asker: Identity) -> Topic {
        Topic(joining: ["query", receiver.text, name, asker.text])
    }
    /// Asks the stream's owner for what a reader missed.
    public static func replay(of stream: EventStream, from asker: Identity) -> Topic {
        Topic(joining: ["query", stream.owner.text, "replay", stream.entity, asker.text])
    }
    /// Asks the ledger for a stream's history.
    public static func history(of stream: EventStream, from asker: Identity) -> Topic {
        Topic(joining: [
            "query", Identity.ledger.text, "history", stream.owner.text, stream.entity, asker.text,
        ])
    }
    /// `inbox.cli-anna.<token>.scheduler`. `token` must be one; see ``isInboxToken(_:)``.
    public static func inbox(of asker: Identity, token: String, from responder: Identity) -> Topic {
        Topic(joining: ["inbox", asker.text, token, responder.text])
    }
    /// `status.scheduler.heartbeat`.
    public static func heartbeat(of sender: Identity) -> Topic {
        Topic(joining: ["status", sender.text, "heartbeat"])
    }

    /// Whether a text can stand in an inbox topic as its token.
    public static func isInboxToken(_ text: String) -> Bool { isToken(text) }

    static func isToken(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.count <= limitBytes && text.utf8.allSatisfy(isTokenByte)
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
