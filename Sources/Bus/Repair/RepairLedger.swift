package import Messages

/// What a reader missed, got back and threw away, since it started: the drop ledger.
package struct RepairLedger: Hashable, Sendable {
    /// Gaps that opened in a stream that was whole before.
    package internal(set) var holes: Int64 = 0
    /// Events that did not come by themselves in those gaps.
    package internal(set) var missing: Int64 = 0
    /// Events that came by replay into a stream that was whole before.
    package internal(set) var repaired: Int64 = 0
    /// Events that came by replay after a start or a failed commit, before the stream was whole.
    package internal(set) var caughtUp: Int64 = 0
    /// Events that had been taken in already.
    package internal(set) var repeats: Int64 = 0
    /// Events that came too early and found no room; they are asked for again.
    package internal(set) var heldDropped: Int64 = 0
    /// Events of streams that are stopped, that nobody reads here, or with an absurd sequence.
    package internal(set) var ignored: Int64 = 0
    /// Answers with replay pages.
    package internal(set) var pages: Int64 = 0
    /// Pages with anything in them but the next events of the stream.
    package internal(set) var badPages: Int64 = 0
    /// Asks that were refused or not answered in time.
    package internal(set) var failedAsks: Int64 = 0
    /// Times that the reader subscribed anew.
    package internal(set) var resubscriptions: Int64 = 0
    /// When the last hole was closed; `nil` for never.
    package internal(set) var lastRepair: SteadyInstant?

    /// For the heartbeat, under stable names.
    package var counters: [String: Int64] {
        [
            "reader-holes": holes, "reader-missing": missing, "reader-repaired": repaired,
            "reader-caught-up": caughtUp, "reader-repeats": repeats,
            "reader-held-dropped": heldDropped, "reader-ignored": ignored, "reader-pages": pages,
            "reader-bad-pages": badPages, "reader-failed-asks": failedAsks,
            "reader-resubscriptions": resubscriptions,
            "reader-last-repair-milliseconds": lastRepair?.milliseconds ?? 0,
        ]
    }
}
