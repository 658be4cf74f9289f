internal import Messages

extension Intake {
    func acknowledge(
        _ command: AcknowledgeAlert, by actor: Actor, in context: Context
    ) throws(Refusal) -> Decision {
        if let taken = acknowledged.last(where: { $0.alert == command.alert }) {
            throw Refusal(
                "This alert is acknowledged already, \(taken.deed.said(in: context.clinic)).",
                remedy: "Nothing was written down twice. Ask what else is to be done, and write it"
                    + " down as a contact.")
        }
        guard let alarm = open[command.alert], alarm.alerted.client == command.client else {
            throw Refusal(
                "No open alert of this client has this id.",
                remedy: "List the open alerts and use an id and its client from there.")
        }
        try checkTaker(actor.role, of: alarm.alerted)
        guard !command.action.isBlank else {
            throw Refusal("The action is empty.", remedy: "Say what was done for the client.")
        }
        let isLate = alarm.alerted.isLate(at: context.now.utc)
        return Decision(
            [
                RiskAcknowledged(
                    client: command.client, alert: command.alert, isLate: isLate,
                    action: command.action)
            ],
            guidance: ["The concern stays open until a clinician closes it: `cairn concern close`."]
        )
    }

    /// Whoever may not take charge is told who may, and whose it is now: the alert stays open.
    private func checkTaker(_ role: Role, of alerted: RiskAlerted) throws(Refusal) {
        let takers = alerted.kind.takers
        guard !takers.contains(role) else { return }
        let owner = duties.open.values.first { $0.about == alerted.alert.text }?.person
        let whom = owner.map { "\($0), whose it is now" } ?? "somebody who may"
        throw Refusal(
            "This alert is not for a \(role) to take charge of.",
            remedy: "Stay with the client, and call \(whom): "
                + "\(Role.known.filter(takers.contains).listed) may.")
    }

    /// Open alerts in the order in which to act, each with whose duty it is.
    var openAlerts: [OpenAlert] {
        let alerts = duties.open.values.filter { $0.kind.isAlert }
        let people = Dictionary(alerts.map { ($0.about, $0.person) }) { first, _ in first }
        return alarmsByUrgency.map { $0.view(of: people[$0.alerted.alert.text] ?? nil) }
    }

    /// Open alerts, those for now first, then by when they are due.
    var alarmsByUrgency: [OpenAlarm] {
        open.values.sorted {
            let left = $0.alerted
            let right = $1.alerted
            return (left.urgency == .now ? 0 : 1, left.due, left.alert)
                < (right.urgency == .now ? 0 : 1, right.due, right.alert)
        }
    }
}
