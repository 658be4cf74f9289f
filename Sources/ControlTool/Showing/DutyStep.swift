internal import ClinicClient
internal import Messages

/// The command with which a person does a duty. Words in capitals are that person's to fill in.
enum DutyStep {
    /// `nil` for a kind that this version does not know how to do.
    static func command(for duty: OpenDuty, as staff: StaffID) -> String? {
        words(for: duty, of: duty.client?.text ?? "CLIENT").map { "cairn \($0) --as \(staff)" }
    }

    private static func words(for duty: OpenDuty, of client: String) -> String? {
        switch duty.kind {
        case .acknowledgeAlert, .answerQuestion: "alerts ack \(duty.about) --action TEXT"
        case .fillForm where duty.about == "consent":
            "client register NAME CONTACT --consented --mends \(client)"
        case .fillForm where duty.about == BegunForm.intake: "intake \(client)"
        case .fillForm: "form \(duty.about) \(client)"
        case .rate: "rate \(client) 1=RATING 2=RATING"
        case .confirmPlacement where duty.about == "recommendation": "place \(client)"
        case .confirmPlacement: "place \(client) LEVEL"
        case .contact, .followReferral: "contact reached \(client) WORDS"
        case .review: "phase keep \(client) REASON"
        case .recordAttendance: "attend STATUS \(client) --session \(duty.about)"
        case .signPlan: "care-plan sign \(client)"
        default: nil
        }
    }
}
