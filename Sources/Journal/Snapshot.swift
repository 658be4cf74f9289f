/// A service's state at one place of its journal: what a start need not fold again.
///
/// It decides nothing: with no snapshot, or one that does not fit, the same state is folded from
/// the first entry.
package struct Snapshot: Hashable, Sendable {
    /// Whose state it holds: a journal has one of each.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Of the service that decides.
        case service
        /// Of the program that the service asks beside its loop.
        case program
    }

    /// Whose state it holds.
    package var kind: Kind
    /// The last entry that is in the state.
    package var position: Int64
    /// Who made it.
    package var author: SnapshotAuthor
    /// The state, as its program encoded it.
    package var state: [UInt8]

    package init(
        of kind: Kind = .service, position: Int64, author: SnapshotAuthor, state: [UInt8]
    ) {
        self.kind = kind
        self.position = position
        self.author = author
        self.state = state
    }

    /// What was found where a journal's snapshot is kept.
    package enum Found: Hashable, Sendable {
        case nothing
        case usable(Snapshot)
        /// One that does not fit, with the reason as the rest of a sentence.
        case unfit(String)
    }
}
