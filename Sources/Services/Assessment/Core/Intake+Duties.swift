package import Messages

extension Intake {
    package func conclude(in context: inout Context) -> [any Event] {
        duties.reconciled(with: alertDuties(by: context.clinic.policies), in: &context)
    }

    /// Each alert that nobody took charge of is somebody's duty.
    private func alertDuties(by policies: Policies) -> [DutyNeed] {
        open.values.map { alarm in
            let alerted = alarm.alerted
            return DutyNeed(
                alerted.kind == .safetyQuestionOpen ? .answerQuestion : .acknowledgeAlert,
                client: alerted.client, about: alerted.alert.text, roles: alerted.kind.roles,
                preferred: charts[alerted.client]?.registration.owner, since: alarm.raised,
                term: alerted.urgency.term(by: policies), words: alerted.guidance)
        }
    }
}

extension AlertUrgency {
    /// How long whoever gets the alert has. What is not for now is for today; so is a word that this
    /// version does not know, for a shorter time than was meant does no harm.
    func term(by policies: Policies) -> DutyTerm {
        self == .now ? .hours(policies.alertHoursNow) : .sameDay(policies.alertHoursToday)
    }
}

extension AlertKind {
    /// Who takes charge of it, best first: all of them may.
    ///
    /// Withdrawal and vital signs are the nurse's first, all else the clinician's. A choice of Cairn's
    /// own, which a clinician confirms: docs/clinical/duties.md.
    var roles: [Role] {
        switch self {
        case .severeWithdrawal, .medicalDanger: [.nurse, .prescriber, .clinician, .caseManager]
        case .safetyQuestionOpen: [.clinician, .nurse, .caseManager, .peerSpecialist]
        default: [.clinician, .nurse, .prescriber, .caseManager]
        }
    }
}
