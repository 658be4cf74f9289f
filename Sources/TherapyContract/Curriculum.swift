/// The modules of an offering, in their order, and what moves a client on.
public struct Curriculum: Codable, Hashable, Sendable {
    /// Its own name, one token.
    public var name: String
    /// The offering whose sessions teach it.
    public var offering: String
    /// What the module of a session depends on; each client's own way unless it says otherwise.
    public var moves: Movement
    /// What finishes a module, any of these; attendance unless it says otherwise.
    public var when: [Completion]
    /// Its parts, in their order.
    public var modules: [CurriculumModule]

    /// What the next module depends on.
    public enum Movement: String, Codable, Hashable, Sendable, CaseIterable {
        /// Each client's own next one.
        case client
        /// The module of the week, by rotation.
        case calendar
    }

    /// What finishes a module.
    public enum Completion: String, Codable, Hashable, Sendable, CaseIterable {
        /// The client was in a session of the offering.
        case attended
        /// The client reported the module's practice as done.
        case practised
        /// A clinician says so.
        case word
    }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        name = try members.decode(String.self, forKey: .name)
        offering = try members.decode(String.self, forKey: .offering)
        moves = try members.value(.moves, else: .client)
        when = try members.value(.when, else: [.attended])
        modules = try members.decode([CurriculumModule].self, forKey: .modules)
    }
}

/// A part of a curriculum.
public struct CurriculumModule: Codable, Hashable, Sendable {
    /// Its own name, one token.
    public var name: String
    /// What people call it.
    public var title: LocalizedText
    /// What it is to achieve.
    public var goal: String?
    /// How long it takes in a rotation: 1 to 52 weeks, one unless it says otherwise.
    public var weeks: Int
    /// The practice that goes with it.
    public var practice: String?

    /// How long a module may take, in weeks.
    public static let weeksRange = 1...52

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        name = try members.decode(String.self, forKey: .name)
        title = try members.decode(LocalizedText.self, forKey: .title)
        goal = try members.decodeIfPresent(String.self, forKey: .goal)
        weeks = try members.value(.weeks, else: 1)
        practice = try members.decodeIfPresent(String.self, forKey: .practice)
    }
}

/// What a client practises between sessions.
public struct Practice: Codable, Hashable, Sendable {
    /// Its own name, one token.
    public var name: String
    /// What people call it.
    public var title: LocalizedText
    /// In how many days after it was assigned it is due: 1 to 90, seven unless it says otherwise.
    public var dueDays: Int

    /// In how many days a practice may be due.
    public static let dueDaysRange = 1...90

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        name = try members.decode(String.self, forKey: .name)
        title = try members.decode(LocalizedText.self, forKey: .title)
        dueDays = try members.value(.dueDays, else: 7)
    }
}
