internal import Messages

/// The sender of a topic, and an inbox's token, as ranges of its bytes.
struct TopicParts {
    private static let dot = UInt8(ascii: ".")
    let sender: Range<Int>
    /// The inbox token, where there is one.
    let token: Range<Int>?

    init?(_ topic: Span<UInt8>) {
        guard topic.count <= Topic.limitBytes, let first = Self.dot(in: topic, after: 0) else {
            return nil
        }
        let isSentByFirst =
            Self.holds(topic, 0..<first, "event") || Self.holds(topic, 0..<first, "status")
        let isSentByLast =
            Self.holds(topic, 0..<first, "command") || Self.holds(topic, 0..<first, "query")
            || Self.holds(topic, 0..<first, "inbox")
        guard isSentByFirst || isSentByLast, let second = Self.dot(in: topic, after: first + 1)
        else { return nil }
        var last = second
        while let next = Self.dot(in: topic, after: last + 1) { last = next }
        sender = isSentByFirst ? (first + 1)..<second : (last + 1)..<topic.count
        guard !sender.isEmpty, Self.isToken(topic, sender) else { return nil }
        // `inbox.<asker>.<token>.<responder>`
        let inner = Self.dot(in: topic, after: second + 1)
        token = Self.holds(topic, 0..<first, "inbox") && inner == last ? (second + 1)..<last : nil
        if let token, !Self.isToken(topic, token) || token.isEmpty { return nil }
    }

    /// Whether the sender that the topic names, in these of its bytes, is that one.
    static func isSent(
        by name: Span<UInt8>, in topic: Span<UInt8>, at sender: Range<Int>
    ) -> Bool {
        guard name.count == sender.count else { return false }
        for index in sender where topic[index] != name[index - sender.lowerBound] { return false }
        return true
    }

    /// Whether it is a reply's topic, whose token must be found before it is looked up.
    static func isReply(_ topic: Span<UInt8>) -> Bool {
        topic.count > 6 && holds(topic, 0..<6, "inbox.")
    }

    /// Whether it asks for the hub's own heartbeat.
    static func isHeartbeatRequest(_ topic: Span<UInt8>) -> Bool {
        topic.count > 20 && holds(topic, 0..<20, "query.hub.heartbeat.")
    }

    private static func dot(in topic: Span<UInt8>, after start: Int) -> Int? {
        for index in start..<topic.count where topic[index] == dot { return index }
        return nil
    }

    private static func holds(
        _ topic: Span<UInt8>, _ range: Range<Int>, _ word: StaticString
    ) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { letters in
            for index in range where topic[index] != letters[index - range.lowerBound] {
                return false
            }
            return true
        }
    }

    private static func isToken(_ topic: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range {
            let byte = topic[index]
            let isAllowed =
                (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
            guard isAllowed else { return false }
        }
        return true
    }
}
