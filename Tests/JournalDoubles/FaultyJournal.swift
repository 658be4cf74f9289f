package import Journal
package import Messages
internal import Synchronization

/// Stands before a journal as a disk that fails on demand, and that can acknowledge writes which it
/// has not made.
package final class FaultyJournal: JournalStore {
    /// What its disk does for a while.
    package enum Fault: String, CaseIterable, Sendable {
        /// Nothing can be written, as if no room were left.
        case full
        /// Nothing can be written, as if the device failed.
        case broken
        /// Nothing can be written or read.
        case gone
    }

    private struct State {
        var fault: Fault?
        /// Writes that still succeed.
        var grace = 0
        /// What it shows: what it has, or what it says that it has.
        var shown: any JournalStore
        /// What it says that it has, in order.
        var unsynced: [Write] = []
    }

    private enum Write {
        case commit([Effects])
        case receipts(RunningTime)
        case nothing
    }

    private let base: any JournalStore
    private let state: Mutex<State>
    private let commitsForEachSync: Int

    /// - Parameters:
    ///   - base: what it has for good.
    ///   - commitsForEachSync: after how many writes they are there for good. 1: each at once, as a
    ///     journal promises. Above 1 those since are lost with the process, and with the power.
    package init(over base: any JournalStore, commitsForEachSync: Int = 1) throws {
        self.base = base
        self.commitsForEachSync = commitsForEachSync
        let shown = commitsForEachSync > 1 ? try MemoryJournal(copyOf: base) : base
        state = Mutex(State(shown: shown))
    }

    /// Fails in one way from now on, or in none.
    ///
    /// - Parameter commits: how many writes still succeed.
    package func fail(_ fault: Fault?, afterCommits commits: Int = 0) {
        state.withLock { state in
            state.fault = fault
            state.grace = commits
        }
    }

    /// Forgets what it acknowledged and has not, as when the power fails.
    package func losePower() throws {
        guard commitsForEachSync > 1 else { return }
        try state.withLock { state in
            state.unsynced = []
            state.shown = try MemoryJournal(copyOf: base)
        }
    }

    private var shown: any JournalStore { state.withLock { $0.shown } }

    /// What is read, unless the disk is gone.
    private func readable() throws -> any JournalStore {
        try state.withLock { state in
            guard state.fault != .gone || state.grace > 0 else { throw Failure(fault: .gone) }
            return state.shown
        }
    }

    /// Makes one write, if the disk takes it: at the end of the work, as a disk fails a commit.
    private func write<Result>(_ write: Write, _ work: (any JournalStore) throws -> sending Result)
        throws -> sending Result
    {
        try state.withLock { state in
            if let fault = state.fault {
                guard state.grace > 0 else { throw Failure(fault: fault) }
                state.grace -= 1
            }
            let result = try work(state.shown)
            guard commitsForEachSync > 1 else { return result }
            state.unsynced.append(write)
            if state.unsynced.count >= commitsForEachSync { try sync(&state) }
            return result
        }
    }

    /// Has for good what it said that it has.
    private func sync(_ state: inout State) throws {
        for write in state.unsynced {
            switch write {
            case .commit(let batch): try base.commit(batch)
            case .receipts(let time): try base.removeReceipts(expiredBefore: time)
            case .nothing: break
            }
        }
        state.unsynced = []
    }
}

extension FaultyJournal {
    package var identity: JournalIdentity { base.identity }

    @discardableResult
    package func commit(_ batch: [Effects]) throws -> Int64? {
        guard !batch.allSatisfy(\.isEmpty) else { return nil }
        return try write(.commit(batch)) { try $0.commit(batch) }
    }

    package func probe() throws { try write(.nothing) { try $0.probe() } }

    package func removeReceipts(expiredBefore time: RunningTime) throws {
        try write(.receipts(time)) { try $0.removeReceipts(expiredBefore: time) }
    }

    package func forgetNames() throws {
        try write(.nothing) { try $0.forgetNames() }
    }

    package func indexMore(limit: Int) throws -> Unindexed? {
        try write(.nothing) { try $0.indexMore(limit: limit) }
    }

    package func reopen() throws { try base.reopen() }

    package func checkPlace() throws { try base.checkPlace() }

    package func putBack() throws -> String? {
        try state.withLock { try sync(&$0) }
        return try base.putBack()
    }

    /// In order: what it said that it has is there.
    package func close() {
        state.withLock { try? sync(&$0) }
        base.close()
        shown.close()
    }

    /// Only what is there for good can be kept of what is there.
    package func keep(_ snapshot: Snapshot) throws {
        let isOnlySaid = try base.count() < snapshot.position && snapshot.position <= shown.count()
        if !isOnlySaid { try base.keep(snapshot) }
    }

    package func snapshot(_ kind: Snapshot.Kind, of fold: String) -> Snapshot.Found {
        base.snapshot(kind, of: fold)
    }

    package func dropSnapshot(_ kind: Snapshot.Kind) { base.dropSnapshot(kind) }
}

extension FaultyJournal {
    package func entries(after position: Int64, limit: Int) throws -> [Entry] {
        try readable().entries(after: position, limit: limit)
    }

    package func entriesBeside(after position: Int64, limit: Int) throws -> [Entry] {
        try readable().entriesBeside(after: position, limit: limit)
    }

    package func entries(ofEntity entity: String) throws -> [Entry] {
        try readable().entries(ofEntity: entity)
    }

    package func entries(naming name: String, after position: Int64, limit: Int) throws -> [Entry] {
        try readable().entries(naming: name, after: position, limit: limit)
    }

    package func unindexed() throws -> Unindexed? { try readable().unindexed() }

    package func eventWithID(_ id: MessageID) throws -> Entry? { try readable().eventWithID(id) }

    package func position(of id: MessageID) throws -> Int64? { try readable().position(of: id) }

    package func count() throws -> Int64 { try readable().count() }

    package func heads() throws -> [EventStream: Cursor] { try readable().heads() }

    package func cursors() throws -> [EventStream: Cursor] { try readable().cursors() }

    package func receipt(asker: Identity, message: MessageID) throws -> Receipt? {
        try readable().receipt(asker: asker, message: message)
    }

    package func receipts() throws -> [Receipt] { try readable().receipts() }

    package func running() throws -> RunningTime { try readable().running() }

    package func outbox() throws -> [Outgoing] { try readable().outbox() }

    package func parked() throws -> [Parked] { try readable().parked() }

    package func page(of stream: EventStream, from sequence: Int64, isOwn: Bool) throws
        -> ReplayPage
    {
        try readable().page(of: stream, from: sequence, isOwn: isOwn)
    }

    package func history(of stream: EventStream, from sequence: Int64) throws -> History {
        try readable().history(of: stream, from: sequence)
    }

    package func verify() throws -> VerificationReport { try readable().verify() }

    package func keyedDigest(of text: String) -> String { base.keyedDigest(of: text) }
}

extension FaultyJournal {
    /// What its disk says.
    package struct Failure: JournalError {
        let fault: Fault

        package var advice: Advice {
            switch fault {
            case .full:
                Advice(
                    "Could not write the journal: no space left.",
                    remedy: "Nothing was written. Free space on its disk; work goes on by itself.")
            case .broken, .gone:
                Advice("Could not use the journal: its disk fails.", remedy: "Mend the disk.")
            }
        }
    }
}
