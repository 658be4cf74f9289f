/// An owner and a next contact for everyone who is not in treatment.
public enum AftercareContract: ServiceContract {
    public static let service: Identity = .aftercare
    public static let isCorrectable = true
    public static let publishes: [any Event.Type] = [
        FollowUpAssigned.self, FollowUpEnded.self, OutreachEscalated.self,
        OutreachExhausted.self, ClientDischarged.self, PlanDrafted.self, PlanSigned.self,
        ContactDue.self, ContactKept.self, ContactMissed.self, ReturnToUseReported.self,
        FollowUpClosed.self, AppointmentBooked.self, AppointmentCancelled.self,
        AppointmentRecorded.self, ContactAgreed.self,
    ]
    public static let decides: [any Command.Type] = [
        SignPlan.self, RecordContact.self, DischargeClient.self, CloseFollowUp.self,
        ReportReturnToUse.self, BookAppointment.self, CancelAppointment.self,
        RecordAppointment.self, AgreeContact.self,
    ]
    public static let answers: [any Query.Type] = [
        NextContacts.self, CarePlanView.self, AppointmentsView.self,
        IntakeAppointments.self, ContactCardView.self,
    ]
    /// Sessions for their dates alone: an attendance names only its session.
    public static let reads: [any Event.Type] = [
        DayBegan.self, HourBegan.self, ClientRegistered.self, TreatmentDeclined.self,
        PlacementConfirmed.self, ReassessmentOpened.self, EnrollmentOpened.self,
        PhaseChanged.self, ClinicianChanged.self, EnrollmentClosed.self, SessionScheduled.self,
        AttendanceRecorded.self, AttendanceUnrecorded.self, MemberJoined.self, MemberLeft.self,
        MemberWaitlisted.self, ConcernOpened.self, ConcernRaised.self, ConcernClosed.self,
        TestJudged.self, MeasureWorsened.self, StaffAway.self, StaffBack.self, PlanLineAdded.self,
        EnteredInError.self,
    ]
    public static let loss: String? = "nobody keeps in touch with those who wait, left or finished"
}
