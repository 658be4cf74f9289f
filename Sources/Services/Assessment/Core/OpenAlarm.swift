internal import Messages

/// An alert that no person has acknowledged.
struct OpenAlarm: Equatable, Codable {
    var alerted: RiskAlerted
    var raised: Timestamp
    var isSourceRetracted: Bool
    /// How often it was told again, and when last.
    var repeats = 0
    var lastRepeated: Timestamp?

    /// Hours between two reminders of an overdue alert.
    private var hoursBetweenReminders: Int { alerted.urgency == .now ? 1 : 8 }

    /// Whether it is told again in this hour.
    func isToldAgain(at time: Timestamp) -> Bool {
        guard time > alerted.due else { return false }
        return lastRepeated.map { $0.advanced(byHours: hoursBetweenReminders) <= time } ?? true
    }

    var view: OpenAlert {
        OpenAlert(
            alert: alerted.alert, client: alerted.client, kind: alerted.kind,
            urgency: alerted.urgency, raised: raised, due: alerted.due,
            guidance: alerted.guidance, isSourceRetracted: isSourceRetracted)
    }
}
