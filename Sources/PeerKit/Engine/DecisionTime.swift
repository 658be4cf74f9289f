package import Messages

/// What the decisions of a turn are dated by.
///
/// The two are not one moment that may be missing: a live clinic's is read once for the whole turn,
/// and a rehearsal's goes on within it, with each hour that is taken in.
package enum DecisionTime: Hashable, Sendable {
    /// The world's, in a live clinic: what its wall clock showed when the turn began.
    case world(Moment)
    /// The last hour of the clinic's clock that was taken in before the decision, in a rehearsal.
    case lastHour
}
