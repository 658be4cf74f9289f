internal import Messages

extension SessionID {
    /// `2026-11-23.p1-01.mon-0900`: the week, the group or else the clinician, and the time.
    ///
    /// The same slot of a week always has the same name, so a new plan replaces its session. No
    /// client is named: a session's name is shown to all.
    init(week: LocalDate, holder: String, at: WeeklyTime) {
        let start = at.start.description.filter { $0 != ":" }
        self.init("\(week).\(holder).\(at.weekday.rawValue)-\(start)")
    }

    /// The Monday that the name begins with.
    var week: LocalDate? { LocalDate(String(text.prefix(10))) }
}
