package import Messages

/// What became of events that were decided beside a peer's loop.
package enum RecordingOutcome: Hashable, Sendable {
    /// All of them are in the journal.
    case recorded
    /// Nothing is; the peer folds, or its journal cannot be used: bring them again.
    case later
    /// Nothing is, and never will be: what they follow from was entered in error.
    case outdated
    /// Nothing is, and never will be: one of them can be no event.
    case refused(Advice)
}
