package import Messages

/// The clinic's calendar: who is enrolled in which phase, and who meets whom when and where.
///
/// Its state is what was said about people (``Roster``), therapies (``Catalog``) and weeks
/// (``Diary``). Plans are worked out from that state by ``WeekPlanner`` and kept as events.
package struct Agenda: Core, Equatable {
    package static let publishes: [any Event.Type] = [
        EnrollmentOpened.self, PhaseReviewDue.self, PhaseChanged.self, EnrollmentClosed.self,
        SessionScheduled.self, SessionCancelled.self, SessionFlagged.self, WeekPlanned.self,
        AttendanceRecorded.self, ConflictFound.self,
    ]
    package static let listens = MessageCatalog.readership[.scheduler] ?? []
    package static let commands: [any Command.Type] = [
        ChangePhase.self, CompleteProgram.self, RecordAttendance.self, PlanWeek.self,
        CancelSession.self,
    ]
    package static let queries: [any Query.Type] = [WeekView.self, Enrollments.self]

    private(set) var roster = Roster()
    private(set) var catalog = Catalog()
    private(set) var diary = Diary()

    package init() {}

    package mutating func apply(_ fact: Fact) {
        fold(fact.event, by: fact.owner, at: fact.time)
    }

    /// Each part takes from an event what it needs, and tolerates what it does not know yet.
    mutating func fold(_ event: any Event, by owner: Identity, at time: Timestamp) {
        roster.fold(event, at: time)
        catalog.fold(event, by: owner)
        diary.fold(event)
    }
}
