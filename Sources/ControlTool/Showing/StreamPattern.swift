internal import ClinicClient
internal import ClinicFiles
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
            throw ClientError.usage(
                Advice(
                    "That is not a pattern of streams.",
                    remedy: "Use `scheduler.>`, `scheduler.session`, `*.correction` or `>`."))
        }
        if words.first == "event" {
            throw ClientError.usage(
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
    func takes(_ envelope: Envelope) -> Bool {
        switch envelope.address {
        case .event(let stream):
            takes(stream) && (fact.map { envelope.fact == $0[...] } ?? true)
        case .command(let receiver, _, _), .query(let receiver, _, _): takes(peer: receiver)
        case .inbox(_, _, let responder): takes(peer: responder)
        case .heartbeat(let sender): takes(peer: sender)
        }
    }

    private func takes(peer: Identity) -> Bool { (owner ?? peer.text) == peer.text }

    /// Whether a built-in service publishes such an event, or a plugin may: what a plugin publishes
    /// is known only from what it says.
    func isPublished(withPlugins plugins: [Identity]) -> Bool {
        StreamPattern.facts.contains { takes($0.stream) && (fact ?? $0.fact) == $0.fact }
            || plugins.contains { (owner ?? $0.text) == $0.text }
    }

    /// The pattern that was probably meant: its words, apart from those that stand for any, are
    /// compared with the names of what is published.
    func nearest(withPlugins plugins: [Identity]) -> String? {
        var words = description.split(separator: ".").map(String.init)
        let named = words.indices.filter { words[$0] != "*" && words[$0] != ">" }
        let events = StreamPattern.facts.map {
            [$0.stream.owner.text, $0.stream.entity, $0.fact]
        }
        var known = events.map { names in named.map { names[$0] }.joined(separator: ".") }
        if named == [0] { known += plugins.map(\.text) }
        let typed = named.map { words[$0] }.joined(separator: ".")
        guard let near = NearMiss.of(typed, in: known) else { return nil }
        for (index, word) in zip(named, near.split(separator: ".")) { words[index] = String(word) }
        return words.joined(separator: ".")
    }

    /// What the built-in services publish, event by event.
    private static let facts: [(stream: EventStream, fact: String)] = {
        let own = MessageCatalog.events.compactMap { type in
            type.owner.flatMap { EventStream(owner: $0, entity: type.entity) }
                .map { (stream: $0, fact: type.fact) }
        }
        return own
            + builtIn.filter { $0.entity == EnteredInError.entity }.map {
                (stream: $0, fact: EnteredInError.fact)
            }
    }()

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
