internal import ClinicalRules
internal import Messages

extension IntakeQuestion {
    /// What a "yes" alerts of, and what to do.
    private static let signs: [(question: IntakeQuestion, sign: DangerSign)] = [
        (
            .seizureNow,
            DangerSign(
                kind: .severeWithdrawal, urgency: .now,
                guidance: "A seizure or delirium now: call 911 and stay with the client.")
        ),
        (
            .unstableVitals,
            DangerSign(
                kind: .medicalDanger, urgency: .now,
                guidance: "Unstable vital signs: call the nurse or prescriber, or 911, now.")
        ),
        (
            .acutePsychosis,
            DangerSign(
                kind: .acutePsychosis, urgency: .now,
                guidance: "Acute psychosis: emergency psychiatric evaluation now.")
        ),
        (
            .dangerAtHome,
            DangerSign(
                kind: .dangerAtHome, urgency: .now,
                guidance: "Danger at home: do not let the client go home alone; "
                    + "agree a safe place now.")
        ),
    ]

    /// The danger signs of intake answers. A number that is neither yes nor no counts as a yes; a
    /// danger question that was put down as unanswered is a task for today.
    static func dangerSigns(in answers: [String: ItemAnswer]) -> [DangerSign] {
        let found = signs.filter { (answers[$0.question.rawValue]?.given ?? 0) != 0 }.map(\.sign)
        let open = signs.map(\.question.rawValue).filter { key in
            answers[key].map { $0.given == nil } ?? false
        }
        guard !open.isEmpty else { return found }
        let names = open.joined(separator: ", ")
        return found + [.open("Intake: ask \(names) again today.")]
    }
}
