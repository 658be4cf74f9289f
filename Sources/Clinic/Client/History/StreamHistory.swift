package import Messages

/// A stream's events from the ledger, page after page, without a hole.
package struct StreamHistory {
    /// How many were got.
    package private(set) var count = 0
    /// The last event that the ledger had when it was asked last; 0 before that.
    package private(set) var head: Int64 = 0

    private let stream: EventStream
    private var next: Int64
    private let limit: Int
    private var isOver = false

    /// - Parameters:
    ///   - first: the first sequence wanted, from 1.
    ///   - limit: the most events wanted; all up to the head without.
    package init(of stream: EventStream, from first: Int64, limit: Int? = nil) {
        self.stream = stream
        next = first
        self.limit = limit ?? .max
    }

    /// The next events; none at the end.
    ///
    /// - Throws: ``ClientError``, also where the ledger does not have the next event, and for a page
    ///   that holds anything else than the events asked for.
    package mutating func page(over session: inout BusSession) async throws -> [Envelope] {
        guard !isOver else { return [] }
        let topic = Topic.history(of: stream, from: session.identity)
        // Of what names clients the ledger itself says that it has none.
        if !MessageCatalog.isIdentifying(stream), !session.maySee(stream) {
            throw session.refusal(of: stream)
        }
        guard await session.waitUntilHeard(.ledger, within: BusSession.silence) else {
            throw ClientError.noAnswer(.ledger)
        }
        let question = try session.request(
            to: topic, type: ReplayRequest.historyType,
            dataClass: .operational, subject: nil,
            body: JSONText.encode(ReplayRequest(from: next)), as: nil,
            within: BusSession.patience)
        let reply = try await session.reply(of: .ledger, to: question)
        guard case .page(let page) = reply else { throw otherEvents }
        return try take(page)
    }

    /// The events of one reply, if they are those that come next.
    package mutating func take(_ page: ReplayPage.Reply) throws -> [Envelope] {
        guard page.run.stream == stream else { throw otherEvents }
        let head = page.head.sequence
        let events = page.run.compactMap { try? $0.get() }
        guard events.count == page.run.count else { throw otherEvents }
        for (event, sequence) in zip(events, next...)
        where event.attributes.sequence != sequence { throw otherEvents }
        // An event that should be there and is not would be a hole that nobody sees.
        guard !events.isEmpty || head < next else { throw otherEvents }
        let wanted = events.prefix(limit - count)
        (next, count, self.head) = (next + Int64(events.count), count + wanted.count, head)
        isOver = next > head || count >= limit
        return Array(wanted)
    }

    private var otherEvents: ClientError {
        .refused(
            Advice(
                "The ledger did not send event \(next) of \(stream) and what follows.",
                remedy: "Check its journal: `cairn journal verify ledger`."))
    }
}
