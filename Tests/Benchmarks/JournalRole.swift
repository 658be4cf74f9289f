internal import BenchmarkPeers
internal import Foundation
internal import Journal
internal import JournalSQLite
internal import Messages

/// A writer that commits events to a journal of its own.
struct JournalRole {
    private let board: Board
    private let index: Int
    private let batch: Int
    private let writers: Int
    private let bytes: Int
    private let patience: Int64
    private let folder: String

    init(_ settings: RoleSettings) throws {
        board = try settings.board()
        index = settings.number("index")
        batch = settings.number("batch", or: 1)
        writers = settings.number("writers", or: 1)
        bytes = settings.number("bytes", or: 256)
        patience = Int64(settings.number("nanoseconds"))
        folder = "\(settings.text("folder"))/journal\(index)"
    }

    /// Commits events that were made before: what storage itself costs, its checks included.
    func append() throws {
        let journal = try open()
        var chain = try Chain(dataBytes: bytes)
        // More than any disk has taken in that time; when they are used up, the writer stops early.
        let perSecond = batch == 1 ? 20_000.0 : 120_000.0
        let limit = Int(perSecond * Double(patience) / 1e9) / writers
        var batches: [[Effects]] = []
        var made = 0
        while made < limit {
            batches.append(try (0..<batch).map { _ in Effects(events: [try chain.next()]) })
            made += batch
        }
        try run(batches.makeIterator(), on: journal)
    }

    /// Writes the attributes too, as a service does after it has decided.
    func decideAndAppend() throws {
        let journal = try open()
        var chain = try Chain(dataBytes: bytes)
        let batches = AnyIterator { [batch] () -> [Effects]? in
            (0..<batch).compactMap { _ in
                (try? chain.next()).map { Effects(events: [$0]) }
            }
        }
        try run(batches, on: journal)
    }

    private func open() throws -> any JournalStore {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try SQLiteJournal.open(
            folder: folder,
            identity: JournalIdentity(clinic: "austin", kind: "rehearsal", identity: .scheduler),
            key: .random())
    }

    private func run(_ batches: some IteratorProtocol<[Effects]>, on journal: any JournalStore)
        throws
    {
        var batches = batches
        board[.joined(index)] = 1
        while board[.go] == 0 { board_sleep_microseconds(500) }
        let start = nanosecondsNow
        while nanosecondsNow - start < patience, let next = batches.next() {
            try journal.commit(next)
            board.add(Int64(batch), to: .received(index))
        }
        board[.elapsed(index)] = nanosecondsNow - start
    }
}
