/// What treatment consists of: plan, medication, urine tests, certification.
public enum TreatmentContract: ServiceContract {
    public static let service: Identity = .treatment
    public static let isCorrectable = true
    public static let publishes: [any Event.Type] = [
        TreatmentPlanWritten.self, TreatmentPlanSigned.self, TreatmentPlanReviewed.self,
        MedicationStarted.self, MedicationChanged.self, MedicationStopped.self,
        UrineTestOrdered.self, CollectionRecorded.self, UrineTestLapsed.self, TestResulted.self,
        TestJudged.self, CollectorChosen.self, CertificationRequired.self, TreatmentCertified.self,
    ]
    public static let decides: [any Command.Type] = [
        WriteTreatmentPlan.self, SignTreatmentPlan.self, ReviewTreatmentPlan.self,
        StartMedication.self, ChangeMedication.self, StopMedication.self, OrderUrineTest.self,
        RecordCollection.self, RecordTestResult.self, JudgeTest.self, ChooseCollector.self,
        RequireCertification.self, CertifyTreatment.self,
    ]
    public static let answers: [any Query.Type] = [ClientCare.self]
    public static let reads: [any Event.Type] = [
        DayBegan.self, HourBegan.self, ClientRegistered.self, TreatmentDeclined.self,
        EnrollmentOpened.self, PhaseChanged.self, ClinicianChanged.self, EnrollmentClosed.self,
        ClientDischarged.self, FollowUpClosed.self, StaffAway.self, StaffBack.self,
    ]
    public static let loss: String? =
        "no treatment plan, no record of medication, and no urine test"
}
