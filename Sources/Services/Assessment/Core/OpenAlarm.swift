internal import Messages

/// An alert that a person took charge of.
struct TakenAlert: Equatable, Codable {
    var alert: AlertID
    var deed: Deed
}

/// An alert that no person has acknowledged.
struct OpenAlarm: Equatable, Codable {
    var alerted: RiskAlerted
    var raised: Timestamp
    var isSourceRetracted: Bool

    /// - Parameter person: whose duty it is.
    func view(of person: StaffID?) -> OpenAlert {
        OpenAlert(
            alert: alerted.alert, client: alerted.client, kind: alerted.kind,
            urgency: alerted.urgency, raised: raised, due: alerted.due,
            guidance: alerted.guidance, isSourceRetracted: isSourceRetracted,
            person: person)
    }
}
