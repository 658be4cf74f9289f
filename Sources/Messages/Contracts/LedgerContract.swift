/// The audit trail: it keeps what all others publish, but names and contacts.
public enum LedgerContract: ServiceContract {
    public static let service: Identity = .ledger
    public static let answers: [any Query.Type] = [
        ClientTimeline.self, LedgerExport.self, OpenDuties.self,
        OpenConcerns.self, AlertBurden.self, ApprovedTherapies.self, Practices.self,
    ]
    /// It takes nothing in: it keeps the bytes.
    public static let permission = Permission(reads: [.all])
    public static let loss: String? = "no audit trail and no history"
}
