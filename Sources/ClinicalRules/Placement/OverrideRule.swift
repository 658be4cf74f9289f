/// When the share of decisions in which a clinician chose another level than the indicated one asks
/// to be looked at: too rare is a rubber stamp, too often is a rule that nobody trusts.
package struct OverrideRule: Codable, Hashable, Sendable {
    /// Fewer decisions than these alarm nobody: so few say nothing.
    package var leastDecisions: Int
    /// Below these percent it is too rare.
    package var leastPercent: Int
    /// Above these percent it is too often.
    package var mostPercent: Int
    /// So many decisions of each person are looked at, the newest.
    package var newest: Int
    /// Where the numbers come from.
    package var source: String
    /// How they are known.
    package var basis: Instrument.Basis

    /// What a rate asks to be looked at for.
    package enum Alarm: String, Sendable {
        /// Too rare.
        case rare
        /// Too often.
        case frequent
    }

    /// What so many overrides of so many decisions ask for.
    package func alarm(overrides: Int, of decisions: Int) -> Alarm? {
        guard decisions >= leastDecisions else { return nil }
        // Without division: a limit is within.
        if overrides * 100 < leastPercent * decisions { return .rare }
        return overrides * 100 > mostPercent * decisions ? .frequent : nil
    }
}
