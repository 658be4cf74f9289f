internal import Messages

extension Cohort {
    /// How a person takes an alert up: most who are in the room act at once, few come too late.
    private enum Response {
        case atOnce
        case afterHours(Int)
        case late
    }

    private func response(to alarm: Alarm) -> Response {
        let words = ["alert", alarm.client.text, alarm.kind.rawValue, alarm.raised.description]
        let draw = chance.unit(words)
        if draw < 0.1 { return .late }
        if alarm.urgency == .now { return draw < 0.75 ? .atOnce : .afterHours(1) }
        return .afterHours(1 + Int(draw * 5))
    }

    /// The acknowledgement by the person who sees the answer while the client is still there.
    func answerAtOnce(_ alert: RiskAlerted, on shift: Shift) -> [(
        command: any Command, actor: Actor
    )] {
        guard let alarm = alerts[alert.alert], case .atOnce = response(to: alarm) else { return [] }
        var orders = Orders()
        orders.send(acknowledgement(of: alert.alert, alarm), by: Cohort.responders, on: shift)
        return orders.commands
    }

    /// Takes charge of an alert, in the time that it takes this person to see it.
    func acknowledge(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        let id = AlertID(duty.about)
        guard let alarm = alerts[id] else { return }
        let isTaken =
            switch response(to: alarm) {
            case .atOnce: shift.hours(since: alarm.raised) >= 1
            case .afterHours(let hours): shift.hours(since: alarm.raised) >= hours
            case .late: shift.hours(since: alarm.due) >= 2
            }
        guard isTaken else { return }
        orders.send(
            acknowledgement(of: id, alarm), for: duty, else: Cohort.responders, on: shift)
    }

    private static let responders: [Role] = [.clinician, .nurse, .caseManager]

    private func acknowledgement(of id: AlertID, _ alarm: Alarm) -> AcknowledgeAlert {
        let action =
            alarm.urgency == .now
            ? "Rehearsal: seen in person at once, safety plan made."
            : "Rehearsal: called back and asked today."
        return AcknowledgeAlert(client: alarm.client, alert: id, action: action)
    }
}
