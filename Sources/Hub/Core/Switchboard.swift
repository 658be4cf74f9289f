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
    package enum Refusal: String, CaseIterable, Sendable {
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
        case refuse(Refusal)
    }

    /// How many topics are remembered; beyond it, each message is decided afresh.
    package static var limit: Int { 4_096 }

    private let lines: [Line]
    private let namesAreProven: Bool
    private var table: TopicTable<Route>

    /// - Parameters:
    ///   - namesAreProven: whether senders come with a proven name. Without, a topic's own word
    ///     counts, which only a measurement may ask for.
    ///   - salt: makes the table's order unforeseeable.
    package init(lines: [Line], namesAreProven: Bool = true, salt: UInt64) {
        self.lines = lines
        self.namesAreProven = namesAreProven
        table = TopicTable(limit: Self.limit, salt: salt)
    }

    /// Where a message goes.
    ///
    /// - Parameter sender: the name that its sender's key stands for; empty without a key.
    package mutating func route(topic: Span<UInt8>, from sender: Span<UInt8>) -> Route {
        guard let parts = TopicParts(topic) else { return .refuse(.badTopic) }
        if namesAreProven {
            guard !sender.isEmpty else { return .refuse(.unproven) }
            guard parts.isSent(by: sender, in: topic) else { return .refuse(.forged) }
        }
        // Replies differ by token and go by whose they are: the token is left out.
        let skipped = parts.token ?? 0..<0
        if let known = table.value(for: topic, skipping: skipped) { return known }
        let route = decide(String(decoding: topic.bytes, as: UTF8.self))
        table.insert(route, for: topic, skipping: skipped)
        return route
    }

    private func decide(_ text: String) -> Route {
        guard let topic = try? Topic(text), let address = topic.address else {
            return .refuse(.badTopic)
        }
        guard let sender = lines.first(where: { $0.identity == address.sender }),
            sender.permission.allows(publishing: address, by: sender.identity)
        else { return .refuse(.forbidden) }
        return .forward(
            lines.indices.filter {
                lines[$0].permission.allows(reading: address, by: lines[$0].identity)
            })
    }
}

extension Span<UInt8> {
    /// A copy.
    var bytes: [UInt8] { indices.map { self[$0] } }
}
