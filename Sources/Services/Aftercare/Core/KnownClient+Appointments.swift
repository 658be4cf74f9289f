internal import Messages

extension KnownClient {
    /// The newest of those that were booked.
    private static let retention = Retention.Newest(24)

    /// Adds an appointment, or puts it in the place of another.
    mutating func book(_ event: AppointmentBooked) {
        appointments.removeAll { $0.appointment == event.replaces }
        appointments.append(
            BookedAppointment(
                appointment: event.appointment, with: event.with, at: event.at, place: event.place,
                purpose: event.purpose))
        KnownClient.retention.trim(&appointments)
    }

    /// An appointment is for the intake for which it was booked: whoever comes back books another.
    mutating func dropIntakes() { appointments.removeAll { $0.purpose == .intake } }

    /// Those that are still to come, soonest first.
    func appointments(after now: LocalDateTime) -> [BookedAppointment] {
        appointments.filter { now < $0.at }.sorted {
            ($0.at, $0.appointment) < ($1.at, $1.appointment)
        }
    }

    /// Those of them that follow on treatment.
    func followingTreatment(after now: LocalDateTime) -> [BookedAppointment] {
        appointments(after: now).filter { $0.purpose != .intake }
    }
}
