extension AlertUrgency {
    /// How long whoever gets the alert has. What is not for now is for today; so is a word that this
    /// version does not know, for a shorter time than was meant does no harm.
    package func term(by policies: Policies) -> DutyTerm {
        self == .now ? .hours(policies.alertHoursNow) : .sameDay(policies.alertHoursToday)
    }
}

extension AlertKind {
    /// Who takes charge of it, best first: all of them may.
    ///
    /// Withdrawal and vital signs are the nurse's first, all else the clinician's. A choice of Cairn's
    /// own, which a clinician confirms: docs/clinical/duties.md.
    package var roles: [Role] {
        switch self {
        case .severeWithdrawal, .medicalDanger: [.nurse, .prescriber, .clinician, .caseManager]
        case .safetyQuestionOpen: [.clinician, .nurse, .caseManager, .peerSpecialist]
        default: [.clinician, .nurse, .prescriber, .caseManager]
        }
    }
}
