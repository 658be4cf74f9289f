internal import Messages

/// Which streams a person wants to see: `scheduler.>`, `*.catalog`, `scheduler.session.cancelled`.
///
/// `*` stands for one word, `>` at the end for all that follows. The class of the message is left
/// out: patterns are of streams of events.
struct StreamPattern: Hashable, CustomStringConvertible {
    /// As it was typed.
    let description: String
    private let owner: String?
    private let entity: String?
    private let fact: String?

    init(_ text: String) throws {
        var words = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let isOpen = words.last == ">"
        if isOpen { words.removeLast() }
        guard words.allSatisfy({ $0 == "*" || Identity($0) != nil }), words.count <= 3,
            isOpen ? words.count < 3 : words.count > 1
        else {
            throw ToolError.usage(
                Advice(
                    "That is not a pattern of streams.",
                    remedy: "Use `scheduler.>`, `scheduler.session`, `*.correction` or `>`."))
        }
        if words.first == "event" {
            throw ToolError.usage(
                Advice(
                    "A pattern leaves out the class of the message.",
                    remedy: "Use `\(text.dropFirst("event.".count))`."))
        }
        func word(_ index: Int) -> String? {
            index < words.count && words[index] != "*" ? words[index] : nil
        }
        description = text
        owner = word(0)
        entity = word(1)
        fact = word(2)
    }

    /// Whether any fact of the stream may be wanted.
    func takes(_ stream: EventStream) -> Bool {
        (owner ?? stream.owner.text) == stream.owner.text
            && (entity ?? stream.entity) == stream.entity
    }

    /// Whether a message is wanted: an event by its stream and fact, all else by whom it concerns.
    func takes(_ address: Topic.Address) -> Bool {
        switch address {
        case .event(let stream, let name): takes(stream) && (fact ?? name) == name
        case .command(let receiver, _, _), .query(let receiver, _, _): takes(peer: receiver)
        case .inbox(_, _, let responder): takes(peer: responder)
        case .heartbeat(let sender): takes(peer: sender)
        }
    }

    private func takes(peer: Identity) -> Bool { (owner ?? peer.text) == peer.text }

    /// The streams of the built-in services that it takes, without those that name clients.
    var builtInStreams: [EventStream] {
        StreamPattern.builtIn.filter { takes($0) && !MessageCatalog.isIdentifying($0) }
    }

    /// The streams of the built-in services, their corrections included.
    static let builtIn: [EventStream] = {
        let owners = Set(MessageCatalog.events.compactMap { $0.owner })
        let correcting = MessageCatalog.commands.filter { $0 is any RetractCommand.Type }
        let corrections = Set(correcting.map { $0.receiver }).compactMap {
            EventStream(owner: $0, entity: EnteredInError.entity)
        }
        return (owners.flatMap(MessageCatalog.streams(of:)) + corrections).sorted()
    }()
}
