internal import Messages

extension Cohort {
    /// Hours after which somebody who has taken charge sees the client again.
    private static let hoursToClose = 12

    /// Closes what somebody took charge of some hours ago, once it has not come up again.
    func close(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        // At night people act on open alerts alone.
        guard (8..<20).contains(shift.hour), let client = duty.client,
            let concern = concerns[client]?.open.first(where: { $0.kind.rawValue == duty.about }),
            concern.alerts.isEmpty
        else { return }
        let since = max(concern.told, concern.taken ?? concern.told)
        guard shift.hours(since: since) >= Cohort.hoursToClose else { return }
        let isUrgent = concern.urgency == .now
        orders.send(
            CloseConcern(
                client: client, kind: concern.kind, level: isUrgent ? .moderate : .low,
                action: "Rehearsal: seen again, and asked about it.", hasSafetyPlan: isUrgent,
                nextScreen: shift.today.advanced(by: isUrgent ? 14 : 28)),
            for: duty, else: [.clinician], on: shift)
    }

    /// Asks again on the day that was promised when a concern was closed.
    func screenAgain(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, shift.isTime(for: 10), let client = duty.client,
            let screen = concerns[client]?.screens.first(where: {
                $0.kind.rawValue == duty.about && $0.day <= shift.today
            })
        else { return }
        orders.send(
            CloseConcern(
                client: client, kind: screen.kind, level: .low,
                action: "Rehearsal: asked again, as was promised.", hasSafetyPlan: true,
                nextScreen: shift.today.advanced(by: 60)),
            for: duty, else: [.clinician], on: shift)
    }

    /// Folds what tells of dangers, and of whoever was screened: a person knows what was promised.
    mutating func applyConcern(_ fact: Fact) {
        guard let client = fact.event.subject.map({ ClientID($0) }), fact.owner == .assessment
        else {
            return
        }
        var book = concerns[client] ?? ConcernBook()
        switch fact.event {
        case let event as QuestionnaireScored where event.instrument == Forms.suicide:
            book.screened(for: .suicideRisk)
        case let event as QuestionnaireScored
        where [Forms.alcoholWithdrawal, Forms.opioidWithdrawal].contains(event.instrument):
            book.screened(for: .severeWithdrawal)
        case let event as IntakeAnswered:
            for (question, kind) in Cohort.asked where event.answers[question.rawValue] != nil {
                book.screened(for: kind)
            }
        default: book.apply(fact.event, at: fact.time)
        }
        concerns[client] = book
    }

    /// The dangers that intake questions ask about.
    private static let asked: [(IntakeQuestion, AlertKind)] = [
        (.seizureNow, .severeWithdrawal), (.unstableVitals, .medicalDanger),
        (.acutePsychosis, .acutePsychosis), (.dangerAtHome, .dangerAtHome),
        (.opioidUse, .pregnancyWithOpioids),
    ]
}
