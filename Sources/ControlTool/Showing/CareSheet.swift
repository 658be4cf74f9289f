internal import ClinicClient
internal import Messages

/// A client's treatment as text. What it tells of the client is masked unless somebody gave a reason;
/// which events and tests there are is not.
struct CareSheet {
    private let care: TreatmentCare
    private let isRevealing: Bool

    init(_ care: TreatmentCare, isRevealing: Bool) {
        (self.care, self.isRevealing) = (care, isRevealing)
    }

    var lines: [String] { plan + medications + tests + certification }

    private func shown(_ text: String) -> String {
        isRevealing ? text.printable(upTo: 200) : Masking.mask
    }

    private func shown(_ day: LocalDate?) -> String { shown(day.map { "\($0)" } ?? "-") }

    private var plan: [String] {
        guard let written = care.written else { return ["PLAN  none is written."] }
        let counts = care.signed ?? written
        let title =
            counts.signed == nil
            ? "PLAN  not signed yet, event \(counts.event)"
            : "PLAN  signed by \(counts.signer?.text ?? "-"), review by \(shown(counts.review)), "
                + "event \(counts.event)"
        let isNewer = care.signed != nil && written.event != counts.event
        return [title]
            + counts.problems.map { "  problem    \(shown($0))" } + aims(of: counts)
            + (isNewer ? ["  Another is written, and not signed: event \(written.event)."] : [])
    }

    /// What the client wants and the steps to it, by the plan that counts.
    var signedAims: [String] {
        guard let plan = care.signed else { return ["PLAN  none is signed."] }
        return ["PLAN  signed by \(plan.signer?.text ?? "-"), review by \(shown(plan.review))"]
            + aims(of: plan)
    }

    private func aims(of plan: StandingPlan) -> [String] {
        plan.goals.enumerated().map { "  goal \($0 + 1)     \(shown($1))" }
            + plan.objectives.map { step in
                "  step to \(step.goal)  \(shown(step.target)) \(shown(step.text))"
                    + (step.worker.map { " (\($0))" } ?? "")
            }
    }

    private var medications: [String] {
        guard !care.medications.isEmpty else { return ["MEDICATION  none."] }
        let rows = care.medications.map { medication in
            [
                "  " + shown(medication.name), shown(medication.dose ?? "-"),
                shown(medication.prescriber), "since \(shown(medication.since))",
                medication.stopped.map { "stopped \(shown($0))" }
                    ?? "until \(shown(medication.refill))",
                medication.medication.text,
            ]
        }
        return ["MEDICATION"] + Columns(rows).lines
    }

    private var tests: [String] {
        let wish = care.collector?.gender.map { ", collected by: \(shown($0.rawValue))" } ?? ""
        guard !care.tests.isEmpty else { return ["TESTS  none\(wish)."] }
        let rows = care.tests.map { test in
            [
                "  " + shown(test.day), shown(state(of: test)),
                shown(test.found.isEmpty ? "-" : test.found.map(\.rawValue).joined(separator: " ")),
                test.next?.rawValue ?? "", test.test.text,
            ]
        }
        return ["TESTS\(wish)"] + Columns(rows).lines
    }

    /// How far a test is, in a word.
    private func state(of test: StandingTest) -> String {
        if let judgement = test.judgement { return judgement.rawValue }
        if test.isLapsed { return "nobody wrote it down" }
        guard let outcome = test.outcome else { return "ordered" }
        guard let stage = test.stage else { return outcome.rawValue }
        let isExplained = test.unexpected.isEmpty && !test.found.isEmpty
        return stage.rawValue + (isExplained ? ", prescribed" : "")
    }

    private var certification: [String] {
        guard let certification = care.certification else { return [] }
        return [
            "CERTIFICATION  "
                + (certification.isRequired
                    ? "\(shown(certification.payer)), through \(shown(certification.through))"
                    : "\(shown(certification.payer)) does not want it")
        ]
    }
}
