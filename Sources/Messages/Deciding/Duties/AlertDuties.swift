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

    /// Who may take charge of it: the one rule, for the command as for what is shown.
    ///
    /// To take charge of a danger is to judge, with the client, that somebody is safe for the moment.
    /// A peer specialist stays with a client and calls, and judges no risk: SAMHSA's core
    /// competencies of peer workers leave that to clinicians (from memory: a clinician confirms).
    /// Nobody's duty is without a taker: all who may get it may take it, and so may the supervisor
    /// and the director, to whom it comes late. An open question anybody who meets clients may ask.
    package var takers: Set<Role> {
        self == .safetyQuestionOpen ? .care : Set<Role>.care.subtracting([.peerSpecialist])
    }
}
