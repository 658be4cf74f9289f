internal import Messages

/// What aftercare has said that a client's program may end on: a signed continuing-care plan, and
/// the appointments that are booked for after it.
struct AftercareReadiness: Equatable, Sendable, Codable {
    private var signed: Timestamp?
    private var appointments: [AppointmentID: LocalDateTime] = [:]

    /// More than the first appointments that anybody books.
    private static let most = 24

    mutating func fold(_ event: any Event, at time: Timestamp) {
        switch event {
        case is PlanSigned: signed = max(signed ?? time, time)
        // One for an intake is none of those that follow on treatment.
        case let event as AppointmentBooked where event.purpose != .intake:
            if let replaced = event.replaces { appointments[replaced] = nil }
            appointments[event.appointment] = event.at
            guard appointments.count > AftercareReadiness.most else { break }
            let first = appointments.min { ($0.value, $0.key) < ($1.value, $1.key) }
            if let first { appointments[first.key] = nil }
        case let event as AppointmentCancelled: appointments[event.appointment] = nil
        default: break
        }
    }

    /// Whether an event is one of those that it is folded from.
    static func isFolded(from event: any Event) -> Bool {
        event is PlanSigned || event is AppointmentBooked || event is AppointmentCancelled
    }

    /// What is missing for the end of a stay, and the command that brings it; none if nothing is.
    ///
    /// A plan that was signed before the stay began is another stay's.
    func missing(since opened: Timestamp, at now: LocalDateTime) -> [(
        what: String, command: String
    )] {
        let left = AppointmentRule.needed - appointments.values.count { now < $0 }
        let isSigned = signed.map { opened <= $0 } ?? false
        return [
            isSigned ? nil : ("a signed continuing-care plan", "cairn care-plan sign"),
            left > 0
                ? (
                    left == 1 ? "one more appointment after it" : "two appointments after it",
                    "cairn appointment book"
                ) : nil,
        ].compactMap(\.self)
    }
}
