package import Messages

/// Open alerts as a person sees them, in the order in which assessment says to act.
///
/// Whoever may take charge of an alert sees what it is and what to do; whom it is about is shown
/// for a reason only.
package struct AlertLines {
    package let now: Timestamp
    /// The clinic's time zone.
    package let timeZone: String
    package var isRevealing = false
    /// Whether the person who looks may take charge of an alert.
    package var mayAct = false

    package init(
        now: Timestamp, timeZone: String, isRevealing: Bool = false, mayAct: Bool = false
    ) {
        (self.now, self.timeZone) = (now, timeZone)
        (self.isRevealing, self.mayAct) = (isRevealing, mayAct)
    }

    /// A row for each alert, below a header.
    package func rows(_ alerts: [OpenAlert]) -> [[String]] {
        let mask = Masking.mask
        let isTold = isRevealing || mayAct
        let header = ["ALERT", "URGENCY", "DUE", "", "WHO", "CLIENT", "KIND", "WHAT TO DO"]
        return [header]
            + alerts.map { alert in
                [
                    alert.alert.text, alert.urgency.rawValue, alert.due.shown(in: timeZone),
                    alert.isLate(at: now) ? "LATE" : "", alert.person?.text ?? "nobody",
                    isRevealing ? alert.client.text : mask,
                    isTold ? alert.kind.rawValue : mask, isTold ? alert.guidance : mask,
                ]
            }
    }
}

extension Timestamp {
    /// `2026-11-23 14:00` on the wall clock of a place.
    package func shown(in timeZone: String) -> String {
        guard let local = Moment(self, timeZone: timeZone)?.local else { return description }
        return "\(local.date) \(local.time)"
    }
}
