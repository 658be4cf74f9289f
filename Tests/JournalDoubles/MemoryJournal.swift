package import Journal
package import Messages
internal import Synchronization

/// A journal that is gone with its process, for tests and for the simulation.
///
/// It keeps what any journal promises and knows nothing of files, disks or tables: what passes with
/// it and with a file alike rests on the promises alone.
package final class MemoryJournal: JournalStore {
    package let identity: JournalIdentity
    private let box: RowBox
    private let state: Mutex<State>

    private struct State {
        var content: MemoryContent
        var snapshots: [Snapshot.Kind: Snapshot] = [:]
        var isClosed = false
    }

    /// An empty one.
    package init(identity: JournalIdentity, key: JournalKey = .random()) {
        self.identity = identity
        box = RowBox(key, of: identity)
        state = Mutex(State(content: MemoryContent(of: identity.identity)))
    }

    /// One that holds what another holds now, but for its snapshot.
    package convenience init(copyOf other: any JournalReading) throws {
        self.init(identity: other.identity)
        try change { try $0.content.load(other) }
    }

    private func read<Result>(_ work: (borrowing MemoryContent) throws -> sending Result) throws
        -> sending Result
    {
        try change { try work($0.content) }
    }

    /// Changes what it holds in its place: a copy would grow with the history.
    private func change<Result>(_ work: (inout State) throws -> sending Result) throws
        -> sending Result
    {
        try state.withLock { state in
            guard !state.isClosed else { throw JournalRefusal.closed }
            return try work(&state)
        }
    }
}

extension MemoryJournal {
    @discardableResult
    package func commit(_ batch: [Effects]) throws -> Int64? {
        try change { state in
            guard !batch.allSatisfy(\.isEmpty) else { return nil }
            return try state.content.commit(batch)
        }
    }

    package func probe() throws { try change { _ in } }

    package func removeReceipts(expiredBefore time: RunningTime) throws {
        try change { $0.content.removeReceipts(expiredBefore: time) }
    }

    package func reopen() throws { try change { _ in } }

    package func checkPlace() throws {}

    package func putBack() throws -> String? { nil }

    package func close() { state.withLock { $0.isClosed = true } }

    package func keep(_ snapshot: Snapshot) throws {
        try change { state in
            guard snapshot.position <= state.content.entries.count else {
                throw NoSuchEntry(position: snapshot.position)
            }
            state.snapshots[snapshot.kind] = snapshot
        }
    }

    package func snapshot(_ kind: Snapshot.Kind, of fold: String) -> Snapshot.Found {
        guard let kept = state.withLock({ $0.snapshots[kind] }) else { return .nothing }
        guard kept.author.fold == fold else { return .unfit("another fold made it") }
        return .usable(kept)
    }

    package func dropSnapshot(_ kind: Snapshot.Kind) {
        state.withLock { $0.snapshots[kind] = nil }
    }

    package func indexMore(limit: Int) throws -> Unindexed? {
        try change { $0.content.indexMore(limit: limit) }
    }

    package func forgetNames() throws { try change { $0.content.forgetNames() } }
}

extension MemoryJournal {
    package func entries(after position: Int64, limit: Int) throws -> [Entry] {
        try read { Array($0.entries.dropFirst(Int(position)).prefix(limit)) }
    }

    package func entriesBeside(after position: Int64, limit: Int) throws -> [Entry] {
        try entries(after: position, limit: limit)
    }

    package func entries(ofEntity entity: String) throws -> [Entry] {
        try read { $0.entries(ofEntity: entity) }
    }

    package func entries(naming name: String, after position: Int64, limit: Int) throws -> [Entry] {
        try read { $0.entries(naming: name, after: position, limit: limit) }
    }

    package func unindexed() throws -> Unindexed? { try read { $0.unindexed } }

    package func eventWithID(_ id: MessageID) throws -> Entry? {
        try read { content in content.position(of: id).map { content.entries[Int($0) - 1] } }
    }

    package func position(of id: MessageID) throws -> Int64? { try read { $0.position(of: id) } }

    package func count() throws -> Int64 { try read { Int64($0.entries.count) } }

    package func heads() throws -> [EventStream: Cursor] { try read { $0.heads } }

    package func cursors() throws -> [EventStream: Cursor] { try read { $0.cursors } }

    package func receipt(asker: Identity, message: MessageID) throws -> Receipt? {
        try read { $0.receipt(asker: asker, message: message) }
    }

    package func receipts() throws -> [Receipt] { try read { $0.allReceipts } }

    package func running() throws -> RunningTime { try read { $0.running } }

    package func outbox() throws -> [Outgoing] { try read { $0.outbox } }

    package func parked() throws -> [Parked] { try read { $0.parked } }

    package func page(of stream: EventStream, from sequence: Int64, isOwn: Bool) throws
        -> ReplayPage
    {
        try read { $0.page(of: stream, from: sequence, isOwn: isOwn) }
    }

    package func history(of stream: EventStream, from sequence: Int64) throws -> History {
        try read { $0.history(of: stream, from: sequence) }
    }

    package func verify() throws -> VerificationReport { try read { $0.verify() } }

    package func keyedDigest(of text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: box.lookup("digest", "of a text", text).flatMap {
                [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
            }, as: UTF8.self)
    }
}

/// A snapshot of an entry that is not there.
private struct NoSuchEntry: JournalError {
    let position: Int64

    var damagedPlace: String? { "entry \(position)" }
    var advice: Advice {
        Advice(
            "The journal in memory has no entry \(position).", remedy: "Fold it from its entries.")
    }
}
