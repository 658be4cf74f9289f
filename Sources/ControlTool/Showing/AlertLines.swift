internal import Messages

/// Open alerts as a person sees them: the most urgent first, whom and what only with a reason.
struct AlertLines {
    let now: Timestamp
    /// The clinic's time zone.
    let timeZone: String
    var isRevealing = false

    /// Whether somebody should have acted by now.
    func isLate(_ alert: OpenAlert) -> Bool { alert.due < now }

    /// In the order in which to act.
    func sorted(_ alerts: [OpenAlert]) -> [OpenAlert] {
        alerts.sorted { ($0.due, $0.alert) < ($1.due, $1.alert) }
    }

    /// A row for each alert, below a header.
    func rows(_ alerts: [OpenAlert]) -> [[String]] {
        let mask = Masking.mask
        let header = ["ALERT", "URGENCY", "DUE", "", "CLIENT", "KIND", "WHAT TO DO"]
        return [header]
            + sorted(alerts).map { alert in
                [
                    alert.alert.text, alert.urgency.rawValue, local(alert.due),
                    isLate(alert) ? "LATE" : "", isRevealing ? alert.client.text : mask,
                    isRevealing ? alert.kind.rawValue : mask, isRevealing ? alert.guidance : mask,
                ]
            }
    }

    private func local(_ time: Timestamp) -> String {
        guard let local = Moment(time, timeZone: timeZone)?.local else { return time.description }
        return "\(local.date) \(local.time)"
    }
}
