public import Messages

extension Clinic {
    /// A clinic in Chicago with only the parts that a test names.
    public static func example(
        phases: [Phase] = [.intensive, .stepDown, .continuingCare], rooms: [Room] = [],
        staff: [Staff] = [], groups: [Group] = [], closures: [LocalDate] = [],
        policies: Policies = Policies()
    ) -> Clinic {
        Clinic(
            name: "Example", timeZone: "America/Chicago", services: [], phases: phases,
            rooms: rooms, staff: staff, groups: groups, closures: closures, policies: policies)
    }
}

extension Clinic.Phase {
    /// `p1`: level 2.1, 9 hours a week, an individual session each week, a review after 6 weeks.
    public static let intensive = Self(
        id: "p1", name: "Intensive", level: .intensiveOutpatient, hoursPerWeek: 9,
        individualEveryWeeks: 1, reviewAfterWeeks: 6)
    /// `p2`: level 1, 6 hours a week, an individual session in 2 weeks, a review after 4 weeks.
    public static let stepDown = Self(
        id: "p2", name: "Step-down", level: .outpatient, hoursPerWeek: 6, individualEveryWeeks: 2,
        reviewAfterWeeks: 4)
    /// `p3`: level 1, 2 hours a week, an individual session in 4 weeks, a review after 12 weeks.
    public static let continuingCare = Self(
        id: "p3", name: "Continuing care", level: .outpatient, hoursPerWeek: 2,
        individualEveryWeeks: 4, reviewAfterWeeks: 12)
}

extension Clinic.Room {
    /// A room for group sessions.
    public static func group(_ id: RoomID, seats: Int = 12) -> Self {
        Self(id: id, kind: "group", seats: seats)
    }

    /// A room of three seats for individual sessions.
    public static func office(_ id: RoomID) -> Self { Self(id: id, kind: "office", seats: 3) }
}

extension Clinic.Staff {
    /// Somebody who works each day but Sunday; a clinician unless told otherwise.
    public init(
        _ id: StaffID, roles: [Role] = [.clinician], caseload: Int = 16,
        languages: [String] = ["en"],
        hours: [String] = ["mon", "tue", "wed", "thu", "fri", "sat"].map { "\($0) 08:00-21:00" }
    ) {
        self.init(
            id: id, roles: roles, caseload: caseload, languages: languages,
            hours: hours.map(WeeklyTime.init(certain:)))
    }
}

extension Clinic.Group {
    /// A group of 12 English-speaking adults in the first phase, unless told otherwise.
    ///
    /// - Parameter sessions: each as `kind room clinician weekday start-end`:
    ///   `process g1 t01 mon 09:00-10:00`.
    public init(
        _ id: GroupID, phase: PhaseID = "p1", ages: AgeBand = .adult, language: String = "en",
        capacity: Int = 12, sessions: [String]
    ) {
        self.init(
            id: id, phase: phase, ages: ages, language: language, capacity: capacity,
            sessions: sessions.map(Clinic.SessionTemplate.init(certain:)))
    }
}

extension Clinic.SessionTemplate {
    fileprivate init(certain text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 5 else {
            preconditionFailure("A session is `kind room clinician weekday start-end`: \(text)")
        }
        self.init(
            kind: words[0], at: WeeklyTime(certain: "\(words[3]) \(words[4])"),
            room: RoomID(words[1]), clinician: StaffID(words[2]))
    }
}

extension WeeklyTime {
    /// A time that a test wrote down itself: a wrong one is the test's fault, and ends it.
    fileprivate init(certain text: String) {
        guard let time = WeeklyTime(text) else {
            preconditionFailure("A weekly time looks like `mon 09:00-10:00`: \(text)")
        }
        self = time
    }
}
