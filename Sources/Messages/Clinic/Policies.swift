/// The numbers that a clinic may set, with defaults that lean to safety.
public struct Policies: Codable, Hashable, Sendable {
    /// The most members of one group: 26 TAC 564.901(b) allows 16; the clinic may be tighter.
    public var groupCapacity: Int
    /// Group hours a week that make level 2.1 for an adult (9) and an adolescent (6): SAMHSA
    /// Advisory on TIP 47, 2021.
    public var intensiveHoursAdult: Int
    public var intensiveHoursAdolescent: Int
    /// Hours within which an alert that is for now, and one for today, must be acknowledged.
    public var alertHoursNow: Int
    public var alertHoursToday: Int
    /// Days after which someone not in treatment is contacted again, at most 7.
    public var followUpDays: Int
    /// The edition of the dimensions, `asam-3` or `asam-4`.
    public var placementEdition: String
    /// Which published CIWA-Ar bands apply: `asam-2020`, `camcops` or `vista`; the strictest ships.
    public var withdrawalBands: String

    public init(
        groupCapacity: Int = 12, intensiveHoursAdult: Int = 9, intensiveHoursAdolescent: Int = 6,
        alertHoursNow: Int = 1, alertHoursToday: Int = 8, followUpDays: Int = 7,
        placementEdition: String = "asam-3",
        withdrawalBands: String = "asam-2020"
    ) {
        self.groupCapacity = groupCapacity
        self.intensiveHoursAdult = intensiveHoursAdult
        self.intensiveHoursAdolescent = intensiveHoursAdolescent
        self.alertHoursNow = alertHoursNow
        self.alertHoursToday = alertHoursToday
        self.followUpDays = followUpDays
        self.placementEdition = placementEdition
        self.withdrawalBands = withdrawalBands
    }
}
