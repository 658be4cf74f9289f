/// The numbers that a clinic may set, with defaults that lean to safety.
public struct Policies: Codable, Hashable, Sendable {
    /// The most members of one group: 26 TAC 564.901(b) allows 16; the clinic may be tighter.
    public var groupCapacity: Int
    /// Group hours a week that make level 2.1 for an adult: 9 (SAMHSA Advisory on TIP 47, 2021).
    public var intensiveHoursAdult: Int
    /// Group hours a week that make level 2.1 for an adolescent: 6 (same source).
    public var intensiveHoursAdolescent: Int
    /// Hours of the clock within which an alert that is for now must be acknowledged; at least 1.
    /// Cairn's own number, as is the next.
    public var alertHoursNow: Int
    /// Staff hours within which one that is for today must be, at the latest by the end of the day's
    /// shift; at least 1.
    public var alertHoursToday: Int
    /// Days after which someone not in treatment is contacted again, at most 7.
    public var followUpDays: Int
    /// The edition of the dimensions by which levels are recommended, `asam-3` or `asam-4`.
    public var placementEdition: String
    /// The CIWA-Ar bands that name a score, such as `asam-2020`: published sets differ, and the
    /// first counts for an unknown name. An alert goes by the set's severe limit or by 19 (ASAM 2020),
    /// whichever is lower.
    public var withdrawalBands: String
    /// The instruments that fall due, by id; those that their data files call routine if left out.
    public var instruments: [String]?

    public init(
        groupCapacity: Int = 12, intensiveHoursAdult: Int = 9, intensiveHoursAdolescent: Int = 6,
        alertHoursNow: Int = 1, alertHoursToday: Int = 8, followUpDays: Int = 7,
        placementEdition: String = "asam-3",
        withdrawalBands: String = "asam-2020",
        instruments: [String]? = nil
    ) {
        self.groupCapacity = groupCapacity
        self.intensiveHoursAdult = intensiveHoursAdult
        self.intensiveHoursAdolescent = intensiveHoursAdolescent
        self.alertHoursNow = alertHoursNow
        self.alertHoursToday = alertHoursToday
        self.followUpDays = followUpDays
        self.placementEdition = placementEdition
        self.withdrawalBands = withdrawalBands
        self.instruments = instruments
    }
}
