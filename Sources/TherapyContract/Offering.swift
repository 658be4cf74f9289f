public import Messages

/// Sessions that a therapy offers for the weekly plan.
public struct Offering: Codable, Hashable, Sendable {
    /// The plugin's own name for it, one token.
    public var name: String
    /// What people call the session.
    public var title: LocalizedText
    /// Who sits in it; a group unless it says otherwise.
    public var format: Format
    /// The kind of session of `clinic.yaml` that it fills, such as `skills`.
    public var kind: String
    /// The phases of the clinic that it is for.
    public var phases: [PhaseID]
    /// How long it lasts, in minutes: 5 to 480.
    public var minutes: Int
    /// How many each group, or client, has in a week: 1 to 14.
    public var perWeek: Int
    /// How many people it is for; `nil` for as many as the group's room takes.
    public var size: Size?
    /// The role of whoever leads it; `nil` for anyone.
    public var credential: Role?
    /// What its room must have, in the clinic's own words.
    public var room: [String]
    /// The consent without which nobody takes part; `nil` for none.
    public var consent: String?
    /// For how many weeks a closed cohort stays together; `nil` for an open group.
    public var cohortWeeks: Int?
    /// For whom it is not, in the clinic's own words.
    public var notFor: [String]

    /// Who sits in a session.
    public enum Format: String, Codable, Hashable, Sendable, CaseIterable {
        /// Several clients.
        case group
        /// One client alone.
        case individual
        /// A client with those who are close.
        case family
    }

    /// From how many people a session is held, and how many it takes.
    public struct Size: Codable, Hashable, Sendable {
        /// Fewer do not make a session.
        public var least: Int
        /// More do not fit.
        public var most: Int
    }

    /// How long a session may last, in minutes.
    public static let minutesRange = SessionOffered.minutesRange
    /// How many there may be in a week.
    public static let perWeekRange = SessionOffered.perWeekRange
    /// How many people a session may be for.
    public static let sizeRange = SessionOffered.sizeRange
    /// How long a cohort may stay together.
    public static let cohortWeeksRange = 1...52

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        name = try members.decode(String.self, forKey: .name)
        title = try members.decode(LocalizedText.self, forKey: .title)
        format = try members.value(.format, else: .group)
        kind = try members.decode(String.self, forKey: .kind)
        phases = try members.decode([PhaseID].self, forKey: .phases)
        minutes = try members.decode(Int.self, forKey: .minutes)
        perWeek = try members.decode(Int.self, forKey: .perWeek)
        size = try members.decodeIfPresent(Size.self, forKey: .size)
        credential = try members.decodeIfPresent(Role.self, forKey: .credential)
        room = try members.list(.room)
        consent = try members.decodeIfPresent(String.self, forKey: .consent)
        cohortWeeks = try members.decodeIfPresent(Int.self, forKey: .cohortWeeks)
        notFor = try members.list(.notFor)
    }
}
