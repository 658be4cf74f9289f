internal import ClinicClient
internal import Messages

/// The command with which a person does a duty. Words in capitals are that person's to fill in.
enum DutyStep {
    /// `nil` for a kind that this version does not know how to do.
    static func command(for duty: OpenDuty, as staff: StaffID) -> String? {
        let client = ("client", text(duty.client?.text ?? "CLIENT"))
        let about = text(duty.about)
        let whom = duty.client?.text ?? "CLIENT"
        switch duty.kind {
        case .acknowledgeAlert, .answerQuestion:
            return "cairn alerts ack \(duty.about) --action TEXT --as \(staff)"
        case .fillForm where duty.about == "consent":
            return "cairn send --example \(name(RegisterClient.type))"
        case .fillForm where duty.about == "intake":
            return send(AnswerIntake.type, as: staff, [client, ("answers", "ANSWERS")])
        case .fillForm:
            return send(
                SubmitQuestionnaire.type, as: staff,
                [client, ("instrument", about), ("answers", "ANSWERS")])
        case .rate:
            return send(
                RateDimension.type, as: staff,
                [
                    client, ("edition", "EDITION"), ("dimension", "NUMBER"), ("rating", "NUMBER"),
                    ("evidence", "[]"),
                ])
        case .confirmPlacement where duty.about == "recommendation":
            return send(RecommendPlacement.type, as: staff, [client])
        case .confirmPlacement:
            return send(
                ConfirmPlacement.type, as: staff,
                [client, ("placement", about), ("level", "LEVEL")])
        case .contact, .followReferral:
            return "cairn contact reached \(whom) WORDS --as \(staff)"
        case .review:
            return send(
                KeepPhase.type, as: staff,
                [client, ("phase", "PHASE"), ("reason", "REASON")])
        case .recordAttendance:
            return send(
                RecordAttendance.type, as: staff,
                [
                    client, ("session", about), ("status", "STATUS"), ("minutes", "NUMBER"),
                ])
        case .signPlan: return "cairn plan aftercare \(whom) SECTION=TEXT --as \(staff)"
        default: return ofTreatment(duty, whom).map { "\($0) --as \(staff)" }
        }
    }

    /// What a duty of treatment, or of its end, is done with.
    private static func ofTreatment(_ duty: OpenDuty, _ client: String) -> String? {
        switch duty.kind {
        case .signTreatmentPlan where duty.about == "plan":
            "cairn plan write \(client) --problem TEXT --goal TEXT --objective 'DAY TEXT' --agreed"
        case .signTreatmentPlan: "cairn plan sign \(client)"
        case .reviewTreatmentPlan: "cairn plan review \(client) WORDS"
        case .arrangeRefill: "cairn medication refill \(client) \(duty.about) DAY"
        case .collectTest: "cairn test collected \(client) --test \(duty.about)"
        case .recordResult: "cairn test result \(client) STAGE FOUND --test \(duty.about)"
        case .judgeTest: "cairn test judge \(client) JUDGEMENT WORDS --test \(duty.about)"
        case .certify: "cairn certification sign \(client)"
        case .bookAppointment:
            "cairn appointment book \(client) TIME --with TEXT --place TEXT"
        default: nil
        }
    }

    private static func send(
        _ type: String, as staff: StaffID, _ fields: [(name: String, value: String)]
    ) -> String {
        let body = fields.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", ")
        return "cairn send \(name(type)) --as \(staff) --body '{\(body)}'"
    }

    private static func name(_ type: String) -> String { type.withoutVersion }

    private static func text(_ value: String) -> String { "\"\(value)\"" }
}
