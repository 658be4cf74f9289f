internal import Messages

/// One change of a client's stay, kept so that it can be taken back with what it followed from.
struct StayStep: Equatable, Sendable, Codable {
    /// The event that changed it.
    let event: MessageID
    /// The message that the change followed from: an event of another service, or a command.
    let cause: MessageID?
    /// That event's type.
    let type: String
    /// How the client stood before.
    private(set) var before: Stay?
    /// Whether the client's level of care was being judged anew before.
    let wasReassessed: Bool

    /// The same change, of a stay that has another primary clinician.
    func with(clinician: StaffID) -> StayStep {
        var step = self
        step.before?.clinician = clinician
        return step
    }
}
