internal import Journal
internal import LedgerCore
internal import Messages
internal import Synchronization

/// Keeps an index as far as the ledger's journal, beside the loop.
///
/// An ask reads what came since the last one, and no more than ``mostEvents``. After a start the
/// whole history of its streams has to be read once; while that goes on, who asks is told how far it
/// is.
final class IndexReader<Index: LedgerIndex>: Sendable {
    private let journal: any JournalReading
    private let index = Mutex(Index())

    /// The events that one ask waits for.
    private let mostEvents = 20_000

    init(journal: any JournalReading) {
        self.journal = journal
        // So that the first who asks need not wait.
        Task.detached(priority: .background) { [self] in
            while (try? !catchUp().isDone) ?? false { await Task.yield() }
        }
    }

    /// What the index says, once all that the journal has is in it.
    func look<View: Sendable>(_ body: (Index) throws -> View) throws -> View {
        let state = try catchUp()
        guard state.isDone else {
            throw Refusal(
                "The ledger's index of \(Index.subject) is being built: \(state.read) events are in"
                    + " it.",
                remedy: "Ask again in a minute; `cairn alerts list` shows alerts meanwhile.")
        }
        return try index.withLock { try body($0) }
    }

    /// Reads what came since, up to a bound; one reader at a time.
    private func catchUp() throws -> (isDone: Bool, read: Int64) {
        let streams = try journal.cursors().keys.filter(Index.isAbout).sorted()
        return try index.withLock { index in
            var left = mostEvents
            for stream in streams {
                while left > 0, let count = try next(of: stream, into: &index) { left -= count }
            }
            return (left > 0, index.read.values.reduce(0, +))
        }
    }

    /// Takes in a page of a stream.
    ///
    /// - Returns: how many events that were; `nil` where none followed.
    private func next(of stream: EventStream, into index: inout Index) throws -> Int? {
        let first = (index.read[stream] ?? 0) + 1
        switch try journal.history(of: stream, from: first) {
        case .unknown: return nil
        case .absent:
            index.skip(first, of: stream)
            return 1
        case .page(let page, _):
            for message in page.messages { index.take(message) }
            return page.messages.isEmpty ? nil : page.messages.count
        }
    }
}
