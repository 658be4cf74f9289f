internal import Journal
internal import Logging
internal import Messages
internal import PeerKit
internal import Synchronization

/// Keeps a peer's state on disk from time to time, beside its loop, so that a start is short.
final class SnapshotWriter: Sendable {
    /// Entries from one snapshot to the next: what a start folds after the process was killed.
    private let interval: Int64

    private struct State {
        /// The last entry that is in a snapshot, or was to be.
        var last: Int64
        var isWriting = false
    }

    private let state: Mutex<State>
    private let logger: Logger

    init(last: Int64, every interval: Int64 = 10_000, logger: Logger) {
        self.interval = interval
        state = Mutex(State(last: last))
        self.logger = logger
    }

    /// Writes one if enough has happened since the last. The loop goes on meanwhile: the state is a
    /// value, and what is written is a copy.
    func keepIfDue<Service>(_ peer: Peer<Service>) {
        guard let draft = begin(peer, after: interval) else { return }
        Task.detached(priority: .background) { self.write(draft) }
    }

    /// Writes what the next start begins with: the process is about to end.
    func keepLast<Service>(_ peer: Peer<Service>) {
        guard let draft = begin(peer, after: 1) else { return }
        write(draft)
    }

    /// A snapshot to write, if it is time and none is being written.
    private func begin<Service>(_ peer: Peer<Service>, after count: Int64)
        -> SnapshotDraft<Service>?
    {
        guard let draft = peer.snapshotDraft else { return nil }
        let isDue = state.withLock { state in
            guard !state.isWriting, draft.position - state.last >= count else { return false }
            state = State(last: draft.position, isWriting: true)
            return true
        }
        return isDue ? draft : nil
    }

    private func write<Service>(_ draft: SnapshotDraft<Service>) {
        defer { state.withLock { $0.isWriting = false } }
        do { try draft.keep() } catch {
            // Nothing is lost: the next start takes longer.
            let advice = (error as? any Remediable)?.advice
            logger.warning("The snapshot was not written. \(advice?.problem ?? "")")
        }
    }
}
