package import Journal
package import Messages

extension JournalIdentity {
    /// The owner of the journal that has an index of names.
    package static let ledger = JournalIdentity(
        clinic: "austin", kind: "rehearsal", identity: .ledger)
}

/// A registration of a client, as a ledger notes it.
package func registration(of client: ClientID, _ number: Int) throws -> RawMessage {
    // Each in a stream of its own, so that the chain of each holds.
    let stream = try EventStream.named("assessment.case-\(number)")
    var attributes = Attributes(
        id: MessageID("m-\(number)"), source: "/austin/assessment",
        type: "\(stream).registered.v1", time: .second(Int64(number)))
    attributes.subject = client.text
    attributes.dataclassification = .clinical
    attributes.sequence = 1
    attributes.prevhash = String(repeating: "0", count: 64)
    return try Envelope(
        topic: .event(stream), attributes: attributes,
        data: Array(#"{"client":"\#(client)"}"#.utf8)
    ).raw
}

extension JournalStore {
    /// Notes registrations of five clients in turn.
    package func fill(_ count: Int, from first: Int = 1) throws {
        try commit(
            try (first..<(first + count)).map {
                try Effects(noted: try registration(of: ClientID("client-\($0 % 5)"), $0))
            })
    }

    /// Where somebody is named.
    package func positions(naming name: String) throws -> [Int64] {
        try entries(naming: name, after: 0, limit: 1000).map(\.position)
    }
}
