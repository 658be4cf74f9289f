package import Messages

/// Open concerns as a person sees them, in the order in which to act.
///
/// Whoever may take charge of an alert sees what it is and what to do; whom it is about is shown for a
/// reason only.
package struct ConcernLines {
    /// The clinic's time zone.
    package let timeZone: String
    package var isRevealing = false
    /// Whether the person who looks may take charge of an alert.
    package var mayAct = false

    package init(timeZone: String, isRevealing: Bool = false, mayAct: Bool = false) {
        self.timeZone = timeZone
        (self.isRevealing, self.mayAct) = (isRevealing, mayAct)
    }

    /// `2 open concerns, 1 for now`.
    package static func title(_ concerns: [OpenConcern]) -> String {
        let urgent = concerns.count { $0.urgency == .now }
        let count = concerns.count == 1 ? "1 open concern" : "\(concerns.count) open concerns"
        return urgent == 0 ? count : "\(count), \(urgent) for now"
    }

    /// A row for each concern, below a header.
    package func rows(_ concerns: [OpenConcern]) -> [[String]] {
        let mask = Masking.mask
        let isTold = isRevealing || mayAct
        let header = [
            "CONCERN", "URGENCY", "SINCE", "TOLD LAST", "CLIENT", "ALERTS", "WHAT WAS FOUND",
        ]
        return [header]
            + concerns.map { concern in
                let waiting = concern.alerts.count
                return [
                    isTold ? concern.kind.rawValue : mask, concern.urgency.rawValue,
                    concern.opened.shown(in: timeZone), concern.told.shown(in: timeZone),
                    isRevealing ? concern.client.text : mask,
                    waiting == 0 ? "in charge" : "\(waiting) open",
                    isTold ? concern.finding.printable(upTo: 600) : mask,
                ]
            }
    }
}
