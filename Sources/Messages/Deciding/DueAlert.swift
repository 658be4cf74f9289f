/// An alert by which somebody must have acted.
package protocol DueAlert {
    var due: Timestamp { get }
}

extension DueAlert {
    /// Whether its time is over: at the very moment it is not yet.
    package func isLate(at now: Timestamp) -> Bool { now > due }
}

extension RiskAlerted: DueAlert {}
extension OpenAlert: DueAlert {}
