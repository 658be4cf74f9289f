/// Intake, forms, danger, level of care.
public enum AssessmentContract: ServiceContract {
    public static let service: Identity = .assessment
    public static let isCorrectable = true
    public static let publishes: [any Event.Type] = [
        ClientRegistered.self, CommitmentsChanged.self, TreatmentDeclined.self,
        IdentityRecorded.self, ConsentGiven.self, ConsentWithdrawn.self,
        QuestionnaireSubmitted.self,
        QuestionnaireScored.self, MeasureWorsened.self, IntakeAnswered.self, RiskAlerted.self,
        RiskAcknowledged.self, DimensionRated.self, PlacementRecommended.self,
        PlacementConfirmed.self, GateCleared.self, InterimReviewed.self, TransferContactMade.self,
        ReassessmentOpened.self, EpisodeClosed.self, IntakeOverdue.self, DangerReported.self,
        ConcernOpened.self, ConcernRaised.self, ConcernClosed.self, OverridesReviewed.self,
    ]
    public static let decides: [any Command.Type] = [
        RegisterClient.self, ChangeCommitments.self, SubmitQuestionnaire.self, AnswerIntake.self,
        RateDimension.self, RecommendPlacement.self, ConfirmPlacement.self, DeclineTreatment.self,
        AcknowledgeAlert.self, ReportDanger.self, CloseConcern.self, ClearGate.self,
        ReviewInterim.self, ReviewOverrides.self, RecordConsent.self, WithdrawConsent.self,
    ]
    public static let answers: [any Query.Type] = [
        OpenAlerts.self, ClientIdentity.self, IntakeList.self, CommitmentsView.self,
        RatingsView.self, PlacementView.self, OverrideRates.self, Measures.self,
        FindClients.self, BegunForm.self, TherapyForms.self, ConsentsView.self,
        ClientsInCare.self,
    ]
    public static let reads: [any Event.Type] = [
        HourBegan.self, DayBegan.self, ReturnToUseReported.self, EnrollmentOpened.self,
        PhaseChanged.self, ClinicianChanged.self, EnrollmentClosed.self, ClientDischarged.self,
        FollowUpAssigned.self, FollowUpEnded.self, FollowUpClosed.self, ContactKept.self,
        StaffAway.self, StaffBack.self, AppointmentBooked.self, AppointmentCancelled.self,
        AppointmentRecorded.self, PluginFormApproved.self, PluginApproved.self,
        PluginDisabled.self, PluginRemoved.self, AlertRaised.self, EnteredInError.self,
    ]
    public static let loss: String? = "no intake, no scores, no safety alerts"
}
