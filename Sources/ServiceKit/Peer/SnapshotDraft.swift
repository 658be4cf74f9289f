internal import HashChain
internal import Journal
package import Messages

/// A copy of a state as it is committed, to be encoded and written on any task.
package struct SnapshotDraft<Service: Core>: Sendable {
    let engine: Engine<Service>
    let journal: Journal
    package let author: String
    package let position: Int64

    /// Puts it in the place of the last snapshot.
    package func keep() throws {
        try journal.keep(
            Snapshot(position: position, program: author, state: try engine.encodedState()))
    }
}

extension Peer {
    /// What to keep for the next start; `nil` where nothing is.
    package var snapshotDraft: SnapshotDraft<Service>? {
        // What is kept for others is no state.
        guard let author, !settings.keepsAllStreams, position > 0 else { return nil }
        return SnapshotDraft(
            engine: engine, journal: journal, author: author, position: position)
    }
}

extension Engine {
    /// Who may go on from a snapshot: the same program, whose core begins with the same state.
    func author(program: String) throws -> String {
        "\(program) \(HashChain.digest(of: try JSONText.encode(core)))"
    }
}
