internal import Messages

extension Intake {
    func acknowledge(
        _ command: AcknowledgeAlert, in context: Context
    ) throws(Refusal) -> Decision {
        guard !acknowledged.contains(command.alert) else {
            throw Refusal(
                "This alert is acknowledged already.", remedy: "Nothing needs to be done.")
        }
        guard let alarm = open[command.alert], alarm.alerted.client == command.client else {
            throw Refusal(
                "No open alert of this client has this id.",
                remedy: "List the open alerts and use an id and its client from there.")
        }
        guard !command.action.isBlank else {
            throw Refusal("The action is empty.", remedy: "Say what was done for the client.")
        }
        let isLate = context.now.utc > alarm.alerted.due
        return Decision(
            [
                RiskAcknowledged(
                    client: command.client, alert: command.alert, isLate: isLate,
                    action: command.action)
            ],
            guidance: ["The concern stays open until a clinician closes it: `cairn concern close`."]
        )
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
