internal import Messages

extension Chart {
    /// When the client comes for the intake, as aftercare tells it.
    struct IntakeAppointment: Equatable, Codable {
        let id: AppointmentID
        let with: StaffID
        let at: LocalDateTime

        /// For whoever has a duty of this intake.
        var sentence: String { "The intake is on \(at.date) at \(at.time) with \(with)." }
    }

    /// Folds what was booked, cancelled, and written down.
    mutating func followAppointment(_ event: any Event) {
        switch event {
        case let event as AppointmentBooked where event.purpose == .intake:
            appointment = IntakeAppointment(
                id: event.appointment, with: StaffID(event.with), at: event.at)
        case let event as AppointmentCancelled where event.appointment == appointment?.id:
            appointment = nil
        case let event as AppointmentRecorded where event.appointment == appointment?.id:
            appointment = nil
        default: break
        }
    }
}
