import Messages
import TestKit

/// Alerts, concerns and promised screens.
extension CareDemands {
    func dangers() -> [Demand] {
        clients(of: .assessment).flatMap { client -> [Demand] in
            var file = DangerFile()
            for told in facts(of: .assessment, about: client) { file.take(told.event) }
            let gone = facts(of: .aftercare, about: client).last { $0.event is FollowUpClosed }
            return file.demands(of: client, isGone: gone != nil)
        }
    }

    /// One client's dangers, as the stream of assessment tells them.
    private struct DangerFile {
        private var alerts: [AlertID: AlertKind] = [:]
        private var open: Set<AlertKind> = []
        /// Screens that were promised, until anything that may have kept the promise.
        private var promised: Set<AlertKind> = []

        mutating func take(_ event: any Event) {
            switch event {
            case let event as RiskAlerted: alerts[event.alert] = event.kind
            case let event as RiskAcknowledged: alerts[event.alert] = nil
            case let event as ConcernOpened: tell(event.kind)
            case let event as ConcernRaised: tell(event.kind)
            case let event as ConcernClosed:
                open.remove(event.kind)
                promised.insert(event.kind)
            case is QuestionnaireSubmitted, is IntakeAnswered: promised = []
            default: break
            }
        }

        private mutating func tell(_ kind: AlertKind) {
            open.insert(kind)
            promised.remove(kind)
        }

        func demands(of client: ClientID, isGone: Bool) -> [Demand] {
            let unanswered = alerts.keys.sorted().map { alert in
                Demand(
                    kinds: [.acknowledgeAlert, .answerQuestion], client: client,
                    about: alert.text, why: "nobody has taken charge of the alert")
            }
            let waiting = Set(alerts.values)
            let unclosed = open.subtracting(waiting).sorted { $0.rawValue < $1.rawValue }.map {
                Demand(
                    kinds: [.closeConcern], client: client, about: $0.rawValue,
                    why: "the concern is open")
            }
            let screens = isGone ? [] : promised.sorted { $0.rawValue < $1.rawValue }
            return unanswered + unclosed
                + screens.map {
                    Demand(
                        kinds: [.screenAgain], client: client, about: $0.rawValue,
                        why: "a screen was promised")
                }
        }
    }
}
