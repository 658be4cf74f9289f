package import Messages

/// Why a journal could not do what it was asked. It names places, never content.
///
/// Each store has errors of its own, in its own words; this is what whoever uses a journal has to
/// tell apart, whatever keeps it.
package protocol JournalError: Remediable, Sendable {
    /// Whether another process has the journal.
    var isInUse: Bool { get }

    /// Whether the same step would fail again until a person acts: the process exits for good.
    var isPermanent: Bool { get }

    /// Whether a commit that failed so may be there all the same once the journal is opened again.
    var leavesDoubt: Bool { get }

    /// Where the journal is damaged, as a phrase; `nil` for what is no damage.
    var damagedPlace: String? { get }
}

extension JournalError {
    package var isInUse: Bool { false }
    package var isPermanent: Bool { false }
    package var leavesDoubt: Bool { false }
    package var damagedPlace: String? { nil }
}
