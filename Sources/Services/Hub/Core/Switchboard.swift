package import Messages

/// Who may say what, and to whom it goes: decided once for each topic, then looked up.
///
/// A message costs one look at its topic in place, without a copy. Topics are compared byte for
/// byte: an equal hash grants nothing.
package struct Switchboard: Sendable {
    /// One identity on the bus.
    package struct Line: Sendable {
        package var identity: Identity
        package var permission: Permission

        package init(identity: Identity, permission: Permission) {
            self.identity = identity
            self.permission = permission
        }
    }

    /// Why a message is not forwarded.
    package enum DropReason: String, CaseIterable, Sendable {
        /// No key stands behind it.
        case unproven
        /// Its topic is none of the protocol's.
        case badTopic = "bad-topic"
        /// It speaks in another's name.
        case forged
        /// Its sender may not publish it.
        case forbidden
    }

    /// What happens to the messages of a topic.
    package enum Route: Sendable, Equatable {
        /// To these lines, by their place.
        case forward([Int])
        case drop(DropReason)
    }

    /// How many topics are remembered; beyond it, each message is decided afresh.
    package static var limit: Int { 4_096 }

    /// What a topic came to: where its messages go, who sends them, and where they are counted.
    private struct Decided: Sendable {
        var route: Route
        /// The sender's name, as a range of the topic's bytes.
        var sender: Range<Int>
        var count: Int
    }

    private let lines: [Line]
    private let namesAreProven: Bool
    private var table: TopicTable<Decided>
    /// What was forwarded.
    package private(set) var traffic = TrafficCounts()

    /// - Parameters:
    ///   - namesAreProven: whether senders come with a proven name. Without, a topic's own word
    ///     counts, which only a measurement may ask for.
    ///   - salt: makes the table's order unforeseeable.
    package init(lines: [Line], namesAreProven: Bool = true, salt: UInt64) {
        self.lines = lines
        self.namesAreProven = namesAreProven
        table = TopicTable(limit: Self.limit, salt: salt)
    }

    /// Where a message goes; it is counted if it goes anywhere.
    ///
    /// - Parameters:
    ///   - sender: the name that its sender's key stands for; empty without a key.
    ///   - byteCount: the bytes of its frame.
    package mutating func route(
        topic: Span<UInt8>, from sender: Span<UInt8>, byteCount: Int = 0
    ) -> Route {
        // Replies differ by token and go by whose they are: the token is left out, and of these
        // topics alone the parts must be known to look them up.
        var reply: TopicParts?
        if TopicParts.isReply(topic) {
            reply = TopicParts(topic)
            guard reply?.token != nil else { return .drop(.badTopic) }
        }
        if let known = table.value(for: topic, skipping: reply?.token ?? 0..<0) {
            return pass(known, topic, from: sender, at: reply?.sender ?? known.sender, byteCount)
        }
        guard let parts = reply ?? TopicParts(topic) else { return .drop(.badTopic) }
        if let reason = check(sender, topic, at: parts.sender) { return .drop(reason) }
        let decided = decide(String(decoding: topic.bytes, as: UTF8.self), parts.sender)
        table.insert(decided, for: topic, skipping: parts.token ?? 0..<0)
        return pass(decided, topic, from: sender, at: parts.sender, byteCount)
    }

    /// Whether a topic that was forwarded asks the hub for its heartbeat.
    package static func asksForHeartbeat(_ topic: Span<UInt8>) -> Bool {
        TopicParts.isHeartbeatRequest(topic)
    }

    private mutating func pass(
        _ decided: Decided, _ topic: Span<UInt8>, from sender: Span<UInt8>, at place: Range<Int>,
        _ byteCount: Int
    ) -> Route {
        if let reason = check(sender, topic, at: place) { return .drop(reason) }
        if case .forward = decided.route {
            traffic.passed(at: decided.count, byteCount: byteCount)
        }
        return decided.route
    }

    private func check(
        _ sender: Span<UInt8>, _ topic: Span<UInt8>, at place: Range<Int>
    ) -> DropReason? {
        guard namesAreProven else { return nil }
        guard !sender.isEmpty else { return .unproven }
        return TopicParts.isSent(by: sender, in: topic, at: place) ? nil : .forged
    }

    private mutating func decide(_ text: String, _ sender: Range<Int>) -> Decided {
        let refused = { Decided(route: .drop($0), sender: sender, count: 0) }
        guard let address = try? Topic(text).address else { return refused(.badTopic) }
        guard let line = lines.first(where: { $0.identity == address.sender }),
            line.permission.allows(publishing: address, by: line.identity)
        else { return refused(.forbidden) }
        let readers = lines.indices.filter {
            lines[$0].permission.allows(reading: address, by: lines[$0].identity)
        }
        let kind = String(text.prefix { $0 != "." })
        return Decided(
            route: .forward(readers), sender: sender,
            count: traffic.place(of: kind, from: line.identity.text))
    }
}

extension Span<UInt8> {
    /// A copy.
    var bytes: [UInt8] { indices.map { self[$0] } }
}
