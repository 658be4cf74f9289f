/// A guarantee that is switched off on purpose, so that a test can show that it would be missed.
///
/// Only a debug build can do without one: see ``Swift/Set/lacks(_:)``.
package enum Weakness: String, CaseIterable, Sendable {
    /// A commit returns before the disk has it: a process that is killed forgets its last ones.
    case fsync
    /// A command that comes again is decided again: no receipt is kept.
    case dedupe
    /// A reader never asks for what it missed; it goes on behind the hole.
    case repair
    /// A command of one's own is sent once, and is in no journal.
    case outbox
}

extension Set<Weakness> {
    /// Whether a guarantee is missing: in a release build never, whatever the set holds.
    ///
    /// All that weakens anything asks here, and nowhere else.
    package func lacks(_ guarantee: Weakness) -> Bool {
        #if DEBUG
            contains(guarantee)
        #else
            false
        #endif
    }
}
