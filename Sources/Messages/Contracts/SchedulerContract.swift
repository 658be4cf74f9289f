/// Enrollment, phases, the weekly plan, attendance.
public enum SchedulerContract: ServiceContract {
    public static let service: Identity = .scheduler
    public static let isCorrectable = true
    public static let publishes: [any Event.Type] = [
        EnrollmentOpened.self, PhaseReviewDue.self, PhaseChanged.self, ClinicianChanged.self,
        EnrollmentClosed.self, SessionScheduled.self, SessionCancelled.self, SessionFlagged.self,
        WeekPlanned.self, WeeksRevised.self, AttendanceRecorded.self, AttendanceUnrecorded.self,
        ConflictFound.self, PhaseKept.self, StaffAway.self, StaffBack.self, SessionCovered.self,
        ProposalTaken.self, OfferingUnplaced.self, SessionTold.self,
    ]
    public static let decides: [any Command.Type] = [
        ChangePhase.self, KeepPhase.self, ChangeClinician.self, CompleteProgram.self,
        RecordAttendance.self, PlanWeek.self, CancelSession.self, RecordAway.self,
        RecordBack.self, CoverSession.self, RecordSessionAttendance.self, TellSession.self,
    ]
    public static let answers: [any Query.Type] = [
        WeekView.self, MissingParts.self, Enrollments.self, StaffAwayView.self, CalendarView.self,
    ]
    public static let reads: [any Event.Type] = [
        HourBegan.self, DayBegan.self, ProcessStopped.self, ProcessAbsent.self,
        ProcessGivenUp.self, ProcessReady.self, PluginWithdrawn.self, ClientRegistered.self,
        CommitmentsChanged.self, TreatmentDeclined.self, PlacementConfirmed.self,
        ReassessmentOpened.self, QuestionnaireScored.self, MeasureWorsened.self, RiskAlerted.self,
        MemberJoined.self,
        MemberLeft.self,
        ConcernOpened.self, ConcernRaised.self, ConcernClosed.self,
        MemberWaitlisted.self, PairingForbidden.self, PairingAllowed.self, ClientDischarged.self,
        FollowUpClosed.self, SessionOffered.self, OfferingWithdrawn.self,
        PlanSigned.self, AppointmentBooked.self, AppointmentCancelled.self,
        ReviewProposed.self, StepUpProposed.self, ConsentGiven.self, ConsentWithdrawn.self,
        EnteredInError.self,
    ]
    public static let loss: String? = "no enrolment and no weekly plan"
}
