/// A therapy's proposal is before whoever reviews the client's course: that duty is the scheduler's
/// from now on. It goes with the proposal.
public struct ProposalTaken: Event, AboutClient {
    public static let type = "scheduler.enrollment.proposal-taken.v1"

    public var client: ClientID
    public var enrollment: EnrollmentID
    /// The therapy.
    public var therapy: Identity
    /// Its event that proposed it.
    public var proposal: MessageID
}
