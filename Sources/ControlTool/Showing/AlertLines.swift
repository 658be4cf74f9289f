internal import Messages

/// Open alerts as a person sees them, in the order in which assessment says to act.
///
/// Whoever may take charge of an alert sees what it is and what to do; whom it is about is shown
/// for a reason only.
struct AlertLines {
    let now: Timestamp
    /// The clinic's time zone.
    let timeZone: String
    var isRevealing = false
    /// Whether the person who looks may take charge of an alert.
    var mayAct = false

    /// Whether somebody should have acted by now.
    func isLate(_ alert: OpenAlert) -> Bool { alert.due < now }

    /// A row for each alert, below a header.
    func rows(_ alerts: [OpenAlert]) -> [[String]] {
        let mask = Masking.mask
        let isTold = isRevealing || mayAct
        let header = ["ALERT", "URGENCY", "DUE", "", "CLIENT", "KIND", "WHAT TO DO"]
        return [header]
            + alerts.map { alert in
                [
                    alert.alert.text, alert.urgency.rawValue, local(alert.due),
                    isLate(alert) ? "LATE" : "", isRevealing ? alert.client.text : mask,
                    isTold ? alert.kind.rawValue : mask, isTold ? alert.guidance : mask,
                ]
            }
    }

    private func local(_ time: Timestamp) -> String {
        guard let local = Moment(time, timeZone: timeZone)?.local else { return time.description }
        return "\(local.date) \(local.time)"
    }
}
