internal import ClinicClient
internal import Messages

/// The commands with which a person does a duty. Words in capitals are that person's to fill in.
enum DutyStep {
    /// Each way to do it; none for a kind that this version does not know how to do.
    static func commands(for duty: OpenDuty, as staff: StaffID) -> [String] {
        let client = duty.client?.text ?? "CLIENT"
        let words: [String] =
            switch duty.kind {
            case .review:
                // It ends with the phase kept, changed or, after the last one, completed.
                [
                    "phase keep \(client) REASON", "phase change \(client) PHASE REASON",
                    "phase complete \(client) REASON",
                ]
            case .coverSession:
                ["staff cover \(duty.about) STAFF", "session cancel \(duty.about) REASON"]
            case .recordAttendance where duty.client == nil:
                [
                    "session held \(duty.about) --no-show CLIENT",
                    "attend STATUS CLIENT \(duty.about)",
                ]
            case .recordAppointment:
                ["appointment came \(client) WORDS", "appointment missed \(client) WORDS"]
            default: [Self.words(for: duty, of: client)].compactMap(\.self)
            }
        return words.map { "cairn \($0) --as \(staff)" }
    }

    private static func words(for duty: OpenDuty, of client: String) -> String? {
        switch duty.kind {
        case .acknowledgeAlert, .answerQuestion: "alerts ack \(duty.about) --action TEXT"
        case .closeConcern, .screenAgain:
            "concern close \(client) KIND --level LEVEL --plan YES-OR-NO --next DATE TEXT"
        case .fillForm where duty.about == "consent":
            "client register NAME CONTACT --consented --mends \(client)"
        case .fillForm where duty.about == BegunForm.intake: "intake \(client)"
        case .fillForm: "form \(duty.about) \(client)"
        case .rate: "rate \(client) 1=RATING 2=RATING"
        case .confirmPlacement where duty.about == "recommendation": "place \(client)"
        case .confirmPlacement: "place \(client) LEVEL"
        case .clearGate: "gate \(client) \(duty.about) ACT FINDING"
        case .interimCare: "wait \(client) STILL-OR-OVER WORDS"
        case .contact, .followReferral, .transferContact: "contact reached \(client) WORDS"
        case .recordAttendance: "attend STATUS \(client) \(duty.about)"
        case .moveAppointment: "appointment intake \(client) DAY TIME --with STAFF --moves"
        case .signPlan: "care-plan sign \(client)"
        default: ofTreatment(duty, client)
        }
    }

    /// What a duty of treatment, or of its end, is done with.
    private static func ofTreatment(_ duty: OpenDuty, _ client: String) -> String? {
        switch duty.kind {
        case .signTreatmentPlan where duty.about == "plan":
            "plan write \(client) --problem TEXT --goal TEXT --objective 'DAY TEXT' --agreed"
        case .signTreatmentPlan: "plan sign \(client)"
        case .reviewTreatmentPlan: "plan review \(client) WORDS"
        case .arrangeRefill: "medication refill \(client) \(duty.about) DAY"
        case .collectTest: "test collected \(client) --test \(duty.about)"
        case .recordResult: "test result \(client) STAGE FOUND --test \(duty.about)"
        case .judgeTest: "test judge \(client) JUDGEMENT WORDS --test \(duty.about)"
        case .certify: "certification sign \(client)"
        case .bookAppointment: "appointment book \(client) TIME --with TEXT --place TEXT"
        default: nil
        }
    }
}
