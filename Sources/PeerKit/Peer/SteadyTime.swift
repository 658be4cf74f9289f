package import Messages

/// Turns what the wall clock shows into time that only goes on.
///
/// ``now`` begins at what the wall clock showed, so that both read alike until that is set.
package struct SteadyTime: Sendable {
    /// What the wall clock showed last.
    private(set) var wall: Timestamp
    /// The time that it has become.
    package private(set) var now: SteadyInstant

    package init(wall: Timestamp) {
        self.wall = wall
        now = SteadyInstant(milliseconds: wall.milliseconds)
    }

    /// Takes in what the wall clock shows. What it goes back by is left out.
    @discardableResult
    package mutating func pass(to wall: Timestamp) -> SteadyInstant {
        now = now + max(.zero, wall - self.wall)
        self.wall = wall
        return now
    }

    /// What the wall clock shows at an instant, or would have shown had it not been set since.
    package func wall(at instant: SteadyInstant) -> Timestamp { wall + (instant - now) }
}
