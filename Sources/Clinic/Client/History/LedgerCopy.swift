package import Messages

/// The ledger's lines, copied page by page, as far as they were asked for.
package struct LedgerCopy {
    /// How many lines there are.
    package private(set) var count = 0

    /// The position of the last one.
    package private(set) var position: Int64

    private let put: ([UInt8]) throws -> Void
    private var sequences: [String: Int64] = [:]

    /// - Parameters:
    ///   - position: the one to go on after.
    ///   - put: takes one line after the other, each without its end.
    package init(after position: Int64 = 0, to put: @escaping ([UInt8]) throws -> Void) {
        self.position = position
        self.put = put
    }

    /// Copies what the ledger has after the last line.
    package mutating func extend(over session: inout BusSession) async throws {
        try await session.pages(of: LedgerExport(after: position)) { page in
            for line in page.items {
                try put(JSONText.encode(line))
                note(try line.envelope)
                (count, position) = (count + 1, line.position)
            }
        }
    }

    /// Copies on until the ledger has what every owner says that it published.
    ///
    /// - Returns: the last event of each stream, as its owner tells it.
    package mutating func catchUp(over session: inout BusSession) async throws -> [String: Heartbeat
        .Head]
    {
        for _ in 0..<Self.rounds {
            await session.listen(for: .milliseconds(1_300))
            let heads = LedgerCopy.heads(of: session)
            try await extend(over: &session)
            if heads.allSatisfy({ sequences[$0.key] == $0.value.sequence }) { return heads }
        }
        throw ClientError.late(
            Advice(
                "The clinic goes on while its history is copied, or the ledger lags.",
                remedy: "Try again when it rests: when its clock stands and `cairn status` is well."
            ))
    }

    private static let rounds = 10

    /// The newest event of each stream that the ledger keeps, by what was heard.
    private static func heads(of session: BusSession) -> [String: Heartbeat.Head] {
        let all = session.heard.flatMap { sender, heard in
            heard.heartbeat.heads.filter {
                $0.key.owner == sender && $0.value.sequence > 0
                    && !MessageCatalog.isIdentifying($0.key)
            }
        }
        return Dictionary(uniqueKeysWithValues: all.map { ($0.key.description, $0.value) })
    }

    private mutating func note(_ envelope: Envelope) {
        guard case .event(let stream) = envelope.address else { return }
        sequences[stream.description] = envelope.attributes.sequence
    }
}

extension LedgerLine {
    /// The message that the line keeps.
    package var envelope: Envelope {
        get throws {
            try Envelope(
                RawMessage(
                    topic: Array(topic.utf8), attributes: Array(attributes.utf8),
                    data: Array(data.utf8)))
        }
    }
}
