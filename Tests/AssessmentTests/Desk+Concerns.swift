import Messages

@testable import AssessmentCore

extension Desk {
    /// The open concerns of a client, in the order in which to act.
    func concerns(of client: ClientID = "c-1") -> [OpenConcern] {
        intake.charts[client]?.concerns.open ?? []
    }

    /// The open duty of a kind.
    func duty(_ kind: DutyKind) -> OpenDuty? {
        intake.duties.open.values.first { $0.kind == kind }
    }

    /// Takes charge of all open alerts.
    mutating func takeCharge() throws {
        for alert in try alerts() {
            try send(
                AcknowledgeAlert(client: alert.client, alert: alert.alert, action: "Stayed."))
        }
    }

    /// Closes a concern with all that a close says, a week before the next screen.
    @discardableResult
    mutating func close(
        _ kind: AlertKind, of client: ClientID = "c-1", level: RiskLevel = .low,
        action: String = "Screened, safety plan made.", nextIn days: Int = 7,
        by actor: Actor = .clinician
    ) throws -> Decision {
        try send(
            CloseConcern(
                client: client, kind: kind, level: level, action: action, hasSafetyPlan: true,
                nextScreen: context.now.today.advanced(by: days)), by: actor)
    }
}
