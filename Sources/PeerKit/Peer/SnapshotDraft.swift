internal import HashChain
package import Journal
package import Messages

/// A copy of a state as it is committed, to be encoded and written on any task.
package struct SnapshotDraft<Service: Core>: Sendable {
    let engine: Engine<Service>
    let journal: any JournalStore
    package let author: SnapshotAuthor
    package let position: Int64

    /// Puts it in the place of the last snapshot.
    package func keep() throws {
        try journal.keep(
            Snapshot(position: position, author: author, state: try engine.encodedState()))
    }
}

extension Peer {
    /// What to keep for the next start; `nil` where nothing is.
    package var snapshotDraft: SnapshotDraft<Service>? {
        // What is kept for others is no state, and what is folded anew was a wrong one.
        guard let author = folds.author, !settings.keepsAllStreams, position > 0, !folds.isRenewing
        else { return nil }
        return SnapshotDraft(
            engine: engine, journal: journal, author: author, position: position)
    }
}

extension Engine {
    /// The name of its fold: the core's kind and version, and the state that it begins with.
    var foldName: String {
        get throws {
            let beginning = HashChain.digest(of: try JSONText.encode(core))
            return "\(identity) \(Service.foldVersion) \(beginning)"
        }
    }
}
