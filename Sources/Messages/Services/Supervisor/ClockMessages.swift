/// An hour began. Durable and in order, so that a service that was down does that hour's work once.
public struct HourBegan: Event {
    public static let type = "supervisor.clock.hour-began.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["moment": .open]

    /// The hour in UTC, and on the clinic's wall clock.
    public var moment: Moment
}

/// A day began on the clinic's calendar; struck before the day's first hour.
public struct DayBegan: Event {
    public static let type = "supervisor.clock.day-began.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["date": .open]

    /// The day, on the clinic's calendar.
    public var date: LocalDate
}

/// Strikes each hour up to and with the one given. Refused by a live clinic.
public struct AdvanceClock: Command {
    public static let type = "supervisor.advance-clock.v1"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["to": .open]

    /// The last hour to strike.
    public var to: Timestamp
}

/// Confirms that a live clinic's clock rightly jumped more than 26 hours; the missed hours are then
/// struck in order, up to and with the one given. Refused by a rehearsal.
public struct ConfirmClock: Command {
    public static let type = "supervisor.confirm-clock.v1"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["through": .open]

    /// The last hour to strike: not later than the world's clock.
    public var through: Timestamp
}

/// A person said that a long jump of a live clinic's clock is right.
public struct ClockJumpConfirmed: Event {
    public static let type = "supervisor.clock.jump-confirmed.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["through": .open]

    /// The last hour that may be struck because of it.
    public var through: Timestamp
}

/// How the clinic's clock stands.
public struct ClockView: Query {
    public typealias View = ClockStatus
    public static let type = "supervisor.clock.v1"
    public static let dataClass: DataClass = .operational
}

/// How the clinic's clock stands, as the supervisor sees it.
public struct ClockStatus: Hashable, Sendable, Codable {
    /// The last hour that was struck; `nil` before the first.
    public var lastHour: Timestamp?
    /// Why no hour is struck until a person acts, and what to do; `nil` if all is well.
    public var problem: String?
    /// What to do then; `nil` if all is well.
    public var remedy: String?

    public init(lastHour: Timestamp?, waitsBecause advice: Advice? = nil) {
        self.lastHour = lastHour
        problem = advice?.problem
        remedy = advice?.remedy
    }
}
