package import Messages

/// What a walk over a whole journal found.
package struct VerificationReport: Hashable, Sendable {
    /// How many entries are whole, from the first on.
    package var entries: Int64
    /// Where the own streams end.
    package var heads: [EventStream: Cursor]
    /// The first damage; `nil` if there is none.
    package var damage: Damage?

    package init(entries: Int64, heads: [EventStream: Cursor], damage: Damage? = nil) {
        self.entries = entries
        self.heads = heads
        self.damage = damage
    }

    /// Where a journal is damaged, and what to do.
    package struct Damage: Hashable, Sendable {
        /// The entry, where the damage is in one.
        package var position: Int64?
        package var advice: Advice

        package init(position: Int64?, advice: Advice) {
            self.position = position
            self.advice = advice
        }
    }
}
