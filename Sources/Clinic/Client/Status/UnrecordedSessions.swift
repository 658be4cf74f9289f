package import Messages

/// How sessions stand of which nobody has written down who came. A session waits until the evening;
/// from the end of its day's shifts it is to be written down yet, and from the next morning with staff
/// on it is missed.
///
/// Status, week and a person's day all tell it from here.
package struct UnrecordedSessions: Hashable {
    /// Those whose day is over.
    package private(set) var evening: [DutyID] = []
    /// Those that were late when the next day of work began.
    package private(set) var missed: [DutyID] = []

    private static let recorders: [Role] = [.clinician, .caseManager]

    package init(_ lines: [DutyLine], in clinic: Clinic, at now: Moment) {
        let days = StaffDays(of: clinic)
        var hours = StaffHours(clinic)
        for line in lines where line.duty.kind == .recordAttendance {
            let day = hours.day(of: line.duty.since)
            let next = days.first(from: day.advanced(by: 1), for: nil)
            if next <= now.today, line.duty.isLate(at: now.utc) {
                missed.append(line.duty.duty)
            } else if day < now.today || hours.end(of: day, for: Self.recorders) <= now.utc {
                evening.append(line.duty.duty)
            }
        }
    }

    /// What a person reads of it, the worse first.
    package var lines: [StatusReport.Line] {
        func sessions(_ count: Int) -> String { count == 1 ? "1 session" : "\(count) sessions" }
        return [
            missed.isEmpty
                ? nil
                : StatusReport.Line(
                    "\(sessions(missed.count)) of an earlier day NOT WRITTEN DOWN: see `cairn"
                        + " session list`.", .bad),
            evening.isEmpty
                ? nil
                : StatusReport.Line(
                    "\(sessions(evening.count)) to be written down by the next morning.",
                    .warning),
        ].compactMap(\.self)
    }
}
