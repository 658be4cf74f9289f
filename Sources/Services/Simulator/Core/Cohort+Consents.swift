internal import Messages
internal import TherapyContract

extension Cohort {
    /// Of ten clients who are asked for a consent, so many give it.
    private static let willingness = 0.8

    /// The case manager asks whoever is in treatment, at three, for the consents that therapies ask for
    /// in groups. Whoever says no is not asked again.
    func askForConsents(on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, shift.isTime(for: 15) else { return }
        let purposes = Set(
            therapies.values.flatMap { $0.contract?.offerings ?? [] }
                .filter { $0.format == .group }.compactMap(\.consent)
        ).sorted()
        guard !purposes.isEmpty else { return }
        for (client, record) in sorted where record.stay != nil {
            for purpose in purposes
            where !record.consents.contains(purpose)
                && chance.happens(Self.willingness, "consent", client.text, purpose)
            {
                orders.send(
                    RecordConsent(client: client, purpose: purpose),
                    by: [.caseManager, .clinician], on: shift)
            }
        }
    }
}
