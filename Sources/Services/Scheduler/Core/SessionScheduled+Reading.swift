internal import Messages

extension SessionScheduled {
    /// The kind of the weekly conversation with the primary clinician, and its length: 50 minutes
    /// (AHCCCS S9480 asks for 1 to 3 individual sessions of at least 50 minutes a week).
    static let individual = "individual"
    static let individualMinutes = 50

    var isIndividual: Bool { kind == SessionScheduled.individual }
    var minutes: Int { end.minutesSince1970 - start.minutesSince1970 }
    /// In minutes of the clinic's wall clock since 1970.
    var span: Range<Int> { start.minutesSince1970..<end.minutesSince1970 }
    /// The hour of the calendar in which its clients arrive.
    var arrival: Int { start.minutesSince1970 / 60 }
    var at: WeeklyTime { WeeklyTime(start.date.weekday, start.time, end.time) }

    var offered: OfferedSession? {
        guard let therapy, let offering else { return nil }
        return OfferedSession(therapy: therapy, offering: offering)
    }
}

extension ConflictFound {
    /// Whether something that the client holds on to is not in clinic.yaml any more.
    var isAboutWhatIsGone: Bool { blockers.contains { $0.kind == .gone } }

    /// Whether it tells something that an earlier word did not: hours, a kind of rule, or what is
    /// named of one. How many more there are is no news.
    func differs(from earlier: ConflictFound) -> Bool {
        offeredMinutes != earlier.offeredMinutes || neededMinutes != earlier.neededMinutes
            || blockers.map(\.uncounted) != earlier.blockers.map(\.uncounted)
    }

    /// Whether it tells of a missing individual session, not of too few group hours. An old one
    /// does not say so: then it needs 50 minutes and offers none.
    var isAboutIndividual: Bool {
        isIndividual
            ?? (neededMinutes == SessionScheduled.individualMinutes && offeredMinutes == 0)
    }
}
