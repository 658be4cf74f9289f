/// Records whether a client came to an appointment for an intake, once it has begun.
public struct RecordAppointment: Command, AboutClient {
    public static let type = "aftercare.record-appointment.v1"
    public static let roles: Set<Role> = .staff

    public var client: ClientID
    public var appointment: AppointmentID
    /// Whether the client came; only known words are taken.
    public var outcome: AppointmentOutcome
    /// What else is to be said; may be empty.
    public var note: String
}

/// A client came to an appointment, or did not.
public struct AppointmentRecorded: Event, AboutClient {
    public static let type = "aftercare.appointment.recorded.v1"

    public var client: ClientID
    public var appointment: AppointmentID
    /// Whether the client came.
    public var outcome: AppointmentOutcome
    /// What else was said.
    public var note: String
}

/// Whether a client came to an appointment.
public struct AppointmentOutcome: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The client came, or spoke with the clinic by the way that was agreed.
    public static let came: AppointmentOutcome = "came"
    /// The client did not come: somebody gets in touch on the next shift.
    public static let missed: AppointmentOutcome = "missed"
    public static let known: [AppointmentOutcome] = [came, missed]
}

/// The appointments for an intake of which nobody has written down whether the client came, those of
/// days to come included.
public struct IntakeAppointments: PagedQuery {
    public typealias Item = IntakeAppointment
    public static let type = "aftercare.intake-appointments.v1"
    public static let roles: Set<Role>? = .staff

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// An appointment for an intake.
public struct IntakeAppointment: Hashable, Sendable, Codable {
    public var client: ClientID
    public var appointment: AppointmentID
    /// With whom of the staff.
    public var with: StaffID
    /// When, on the clinic's clock.
    public var at: LocalDateTime
    /// Where, or by which way.
    public var way: String
}

extension IntakeAppointment: PageItem {
    /// Those that are soonest come first.
    public var place: String { "\(at) \(client) \(appointment)" }
}
