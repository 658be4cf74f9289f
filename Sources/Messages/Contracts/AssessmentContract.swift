/// Intake, forms, danger, level of care.
public enum AssessmentContract: ServiceContract {
    public static let service: Identity = .assessment
    public static let isCorrectable = true
    public static let publishes: [any Event.Type] = [
        ClientRegistered.self, CommitmentsChanged.self, TreatmentDeclined.self,
        IdentityRecorded.self, ConsentGiven.self, QuestionnaireSubmitted.self,
        QuestionnaireScored.self, IntakeAnswered.self, RiskAlerted.self,
        RiskAcknowledged.self, DimensionRated.self, PlacementRecommended.self,
        PlacementConfirmed.self, ReassessmentOpened.self, EpisodeClosed.self, IntakeOverdue.self,
    ]
    public static let decides: [any Command.Type] = [
        RegisterClient.self, ChangeCommitments.self, SubmitQuestionnaire.self, AnswerIntake.self,
        RateDimension.self, RecommendPlacement.self, ConfirmPlacement.self, DeclineTreatment.self,
        AcknowledgeAlert.self,
    ]
    public static let answers: [any Query.Type] = [
        OpenAlerts.self, ClientIdentity.self, IntakeList.self, CommitmentsView.self,
        RatingsView.self, FindClients.self, BegunForm.self,
    ]
    public static let reads: [any Event.Type] = [
        HourBegan.self, DayBegan.self, ReturnToUseReported.self, EnrollmentClosed.self,
        ClientDischarged.self,
    ]
}
