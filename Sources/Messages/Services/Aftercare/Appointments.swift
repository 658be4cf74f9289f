/// Books an appointment for an intake or for the time after treatment, or another in the place of one
/// that is booked.
public struct BookAppointment: Command, AboutClient {
    public static let type = "aftercare.book-appointment.v1"
    public static let roles: Set<Role> = .staff

    public var client: ClientID
    /// The appointment that it replaces; `nil` for another one.
    public var replaces: AppointmentID?
    /// With whom; not empty. Of an intake, the id of somebody on the staff.
    public var with: String
    /// When, on the clinic's clock: in the future, and at most a year ahead.
    public var at: LocalDateTime
    /// Where, or by which way; not empty.
    public var place: String
    /// What it is for; after treatment if left out. Only known words are taken.
    public var purpose: AppointmentPurpose?
}

/// A client has an appointment.
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
    /// What it is for; after treatment where that is not said.
    public var purpose: AppointmentPurpose?
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

/// A client's appointments that are still to come, soonest first.
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
    /// What it is for; after treatment where that is not said.
    public var purpose: AppointmentPurpose?
}

/// What an appointment is for.
public struct AppointmentPurpose: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The intake of somebody who was referred or comes back.
    public static let intake: AppointmentPurpose = "intake"
    /// What follows on treatment, at another place as a rule.
    public static let afterTreatment: AppointmentPurpose = "after-treatment"
    public static let known: [AppointmentPurpose] = [intake, afterTreatment]
}

/// How many appointments a client needs before the program may end.
public enum AppointmentRule {
    /// The first two, booked before the end: docs/clinical/treatment.md.
    public static let needed = 2
}
