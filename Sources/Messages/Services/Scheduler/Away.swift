/// Tells that somebody of the staff is away: sick, on leave, at a training.
///
/// Why is not asked, for it is nobody's business here.
public struct RecordAway: Command {
    public static let type = "scheduler.record-away.v1"
    public static let roles: Set<Role> = .staff
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["from": .open, "through": .open]

    public var staff: StaffID
    /// The first day; today if left out.
    public var from: LocalDate?
    /// The last day, which is one of them; the first one if left out.
    public var through: LocalDate?
}

/// Somebody of the staff is away on some days: whoever is away gets no duty.
public struct StaffAway: Event {
    public static let type = "scheduler.staff.away.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["from": .open, "through": .open]

    public var staff: StaffID
    /// The first day.
    public var from: LocalDate
    /// The last day, which is one of them.
    public var through: LocalDate
}

/// Tells that somebody who is away comes back sooner, or is not away at all.
public struct RecordBack: Command {
    public static let type = "scheduler.record-back.v1"
    public static let roles: Set<Role> = .staff
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["from": .open]

    public var staff: StaffID
    /// The first day of work; today if left out.
    public var from: LocalDate?
}

/// Somebody of the staff is there from a day on: what was told of being away on later days is over.
public struct StaffBack: Event {
    public static let type = "scheduler.staff.back.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["from": .open]

    public var staff: StaffID
    /// The first day of work.
    public var from: LocalDate
}

/// Gives a session to another clinician, as when the one who leads it is away.
public struct CoverSession: Command {
    public static let type = "scheduler.cover-session.v1"
    public static let roles: Set<Role> = .staff
    public static let dataClass: DataClass = .operational

    public var session: SessionID
    /// Who leads it now.
    public var clinician: StaffID
}

/// A session is led by another clinician than the plan says.
public struct SessionCovered: Event {
    public static let type = "scheduler.session.covered.v1"
    public static let dataClass: DataClass = .operational

    public var session: SessionID
    /// Who leads it now.
    public var clinician: StaffID
}

/// Who of the staff is away today or later.
public struct StaffAwayView: PagedQuery {
    public typealias Item = AwayLine
    public static let type = "scheduler.staff-away.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["after": .open, "limit": .open]

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// Somebody who is away, and on which days.
public struct AwayLine: Hashable, Sendable, Codable {
    public var staff: StaffID
    /// The first day.
    public var from: LocalDate
    /// The last day, which is one of them.
    public var through: LocalDate
    /// When it was told.
    public var told: Timestamp
}

extension AwayLine: PageItem {
    /// Who is away first comes first.
    public var place: String { "\(from) \(staff) \(through) \(told)" }
}
