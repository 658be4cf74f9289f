internal import ClinicClient
internal import Messages

/// The open alerts as a program reads them, masked as the text is: docs/operating/json.md.
struct AlertsPage: Encodable {
    var alerts: [Entry]
    /// How many dangers are open; left out while the ledger does not answer.
    var concerns: ConcernCount?
    /// Alerts raised in each of the last 28 days, the oldest first; left out likewise.
    var raisedByDay: [Int]?

    /// One alert.
    struct Entry: Encodable {
        var alert: AlertID
        var urgency: AlertUrgency
        var raised: Timestamp
        var due: Timestamp
        var isLate: Bool
        /// Whose duty it is now; left out while it is nobody's.
        var person: StaffID?
        /// An id, or the mask.
        var client: String
        /// What the danger is, or the mask.
        var kind: String
        /// What to do, or the mask.
        var guidance: String
        /// Whether the form that told it was entered in error since.
        var isSourceRetracted: Bool
    }

    init(_ alerts: [OpenAlert], concerns: [OpenConcern]?, burden: AlertCounts?, as view: AlertLines)
    {
        let isTold = view.isRevealing || view.mayAct
        self.alerts = alerts.map { alert in
            Entry(
                alert: alert.alert, urgency: alert.urgency, raised: alert.raised, due: alert.due,
                isLate: alert.isLate(at: view.now), person: alert.person,
                client: view.isRevealing ? alert.client.text : Masking.mask,
                kind: isTold ? alert.kind.rawValue : Masking.mask,
                guidance: isTold ? alert.guidance : Masking.mask,
                isSourceRetracted: alert.isSourceRetracted)
        }
        self.concerns = concerns.map(ConcernCount.init)
        raisedByDay = burden?.raised
    }
}

/// How many dangers are open, and how many of them are for now.
struct ConcernCount: Encodable {
    var open: Int
    var now: Int

    init(_ concerns: [OpenConcern]) {
        (open, now) = (concerns.count, concerns.count { $0.urgency == .now })
    }
}
