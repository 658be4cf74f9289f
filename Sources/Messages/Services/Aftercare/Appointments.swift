/// Books an appointment for the time after treatment, or another in the place of one that is booked.
public struct BookAppointment: Command, AboutClient {
    public static let type = "aftercare.book-appointment.v1"
    public static let roles: Set<Role> = .staff

    public var client: ClientID
    /// The appointment that it replaces; `nil` for another one.
    public var replaces: AppointmentID?
    /// With whom; not empty.
    public var with: String
    /// When, on the clinic's clock: in the future, and at most a year ahead.
    public var at: LocalDateTime
    /// Where, or by which way; not empty.
    public var place: String
}

/// A client has an appointment after treatment.
public struct AppointmentBooked: Event, AboutClient {
    public static let type = "aftercare.appointment.booked.v1"

    public var client: ClientID
    public var appointment: AppointmentID
    /// The appointment that it replaces.
    public var replaces: AppointmentID?
    /// With whom.
    public var with: String
    /// When, on the clinic's clock.
    public var at: LocalDateTime
    /// Where, or by which way.
    public var place: String
}

/// Cancels an appointment that is booked.
public struct CancelAppointment: Command, AboutClient {
    public static let type = "aftercare.cancel-appointment.v1"
    public static let roles: Set<Role> = .staff

    public var client: ClientID
    public var appointment: AppointmentID
    /// Why; not empty.
    public var reason: String
}

/// An appointment will not be held.
public struct AppointmentCancelled: Event, AboutClient {
    public static let type = "aftercare.appointment.cancelled.v1"

    public var client: ClientID
    public var appointment: AppointmentID
    /// Why.
    public var reason: String
}

/// A client's appointments after treatment, soonest first.
public struct AppointmentsView: Query {
    public typealias View = [BookedAppointment]
    public static let type = "aftercare.appointments.v1"
    public static let roles: Set<Role>? = .staff

    public var client: ClientID
}

/// An appointment that is booked.
public struct BookedAppointment: Hashable, Sendable, Codable {
    /// Whoever changes or cancels it names it.
    public var appointment: AppointmentID
    /// With whom.
    public var with: String
    /// When, on the clinic's clock.
    public var at: LocalDateTime
    /// Where, or by which way.
    public var place: String
}

/// How many appointments a client needs before the program may end.
public enum AppointmentRule {
    /// The first two, booked before the end: docs/clinical/treatment.md.
    public static let needed = 2
}
