package import Messages

/// What a director wants to know at the end of a rehearsal, folded from the facts on the bus.
///
/// A fact that was entered in error, before or after it was seen, counts for nothing; a repeat of
/// a fact counts once.
package struct RunSummary: Sendable {
    private var facts: [Fact] = []
    private var seen: Set<MessageID> = []
    private var retracted: Set<MessageID> = []

    package init() {}

    /// The kinds of facts that it counts: all others may be left out.
    package static let reads: [any Event.Type] = [
        ClientRegistered.self, TreatmentDeclined.self, RiskAlerted.self, RiskAcknowledged.self,
        PlacementConfirmed.self, EnrollmentOpened.self, PhaseChanged.self, EnrollmentClosed.self,
        SessionScheduled.self, AttendanceRecorded.self, WeekPlanned.self, ConflictFound.self,
        MemberJoined.self, MemberLeft.self, MemberWaitlisted.self,
        FollowUpAssigned.self, FollowUpEnded.self,
        ContactDue.self, ContactKept.self, ContactMissed.self,
        FollowUpClosed.self,
        PlanSigned.self, ProcessStopped.self, ProcessGivenUp.self, ProcessReady.self,
        DutyOpened.self, DutyClosed.self, QuestionnaireSubmitted.self, ModuleCompleted.self,
        PracticeAssigned.self, PracticeReported.self, EnteredInError.self,
    ]

    /// Takes in one fact of any service; the facts of one service come in their order.
    package mutating func apply(_ fact: Fact) {
        guard seen.insert(fact.id).inserted else { return }
        if let correction = fact.event as? EnteredInError {
            retracted.insert(correction.event)
        } else if RunSummary.reads.contains(where: { $0 == type(of: fact.event) }) {
            facts.append(fact)
        }
    }

    /// The figures as they stand.
    package var figures: Figures {
        var figures = Figures()
        for fact in facts where !retracted.contains(fact.id) { figures.count(fact) }
        if let now = facts.map(\.time).max() { figures.judge(until: now) }
        return figures
    }

    /// The figures in words, in the order of a client's way through the clinic.
    package var rows: [(String, String)] { figures.rows }
}
