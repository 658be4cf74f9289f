import PluginKit

/// Cognitive behavioural therapy: each session teaches the client's next module and gives its
/// practice; the practice, done, finishes the module.
///
/// The outline follows the manual of the National Institute on Drug Abuse (Carroll, NIH 98-4308, in
/// the public domain). That a module is taught again until its practice is done, or a clinician says
/// otherwise, is this therapy's reading of its "practice is reviewed first"; confirm.
@main
struct CBT: Therapy {
    private var homework: [ClientID: Homework] = [:]

    /// The forms that are a practice, filled in.
    private static let sheets = [
        "functional-analysis": "functional-analysis-sheet", "thought-record": "thought-record",
    ]
    private static let analysis = "functional-analysis"
    private static let clinicians: [Role] = [.clinician, .clinicalSupervisor]

    mutating func apply(_ fact: PluginFact) {
        if let practice = fact.as(PracticeAssigned.self) {
            homework[practice.client, default: Homework()].give(practice.practice)
        } else if let report = fact.as(PracticeReported.self), report.isDone {
            homework[report.client]?.finish(report.practice)
        } else if let sheet = fact.as(QuestionnaireScored.self) {
            Self.sheets[sheet.instrument].map { homework[sheet.client]?.finish($0) }
        } else if let proposed = fact.as(ReviewProposed.self) {
            homework[proposed.client]?.beginAgain()
        }
    }

    func attended(_ attendance: Attendance, in context: PluginContext) -> [Action] {
        let client = attendance.client
        guard
            let module = context.module(
                of: attendance.offering, for: client, on: attendance.date),
            let practice = module.practice.flatMap(context.contract.practice)
        else { return [] }
        return give(practice, to: client, from: attendance.date, in: context)
    }

    func practised(_ report: PracticeReported, in context: PluginContext) -> [Action] {
        guard let practice = context.contract.practice(report.practice),
            homework[report.client]?.knows(practice.name) == true
        else { return [] }
        return report.isDone
            ? movesOn(report.client, by: practice.name, in: context)
            : give(practice, to: report.client, from: context.date, in: context)
    }

    func happened(_ fact: PluginFact, in context: PluginContext) -> [Action] {
        if let sheet = fact.as(QuestionnaireScored.self) {
            return read(sheet, in: context)
        }
        guard let lapse = fact.as(ReturnToUseReported.self) else { return [] }
        return again("functional-analysis-sheet", for: lapse.client, in: context) + [
            .duty(
                client: lapse.client, name: Self.analysis, roles: Self.clinicians,
                dueStaffHours: 16,
                what: "Analyse the return to use with the client: what came before it, what the"
                    + " client thought and felt, and what followed.")
        ]
    }

    /// A practice once more, or a clinician's look at it where it was given too often.
    private func give(
        _ practice: Practice, to client: ClientID, from day: LocalDate, in context: PluginContext
    ) -> [Action] {
        let times = homework[client]?.times(practice.name) ?? 0
        guard times < context.integer("times-given") ?? 0 else {
            return [
                .proposeReview(
                    client: client,
                    why: "A practice was given \(times) times and not done. Look together at what"
                        + " is in its way, and make it smaller.")
            ]
        }
        return [context.assign(practice, to: client, from: day)]
    }

    /// A practice beside the sessions: for who has finished its module, so that nobody finishes one
    /// without having been there.
    private func again(_ name: String, for client: ClientID, in context: PluginContext)
        -> [Action]
    {
        let isLearned = context.finished(by: client).contains {
            context.contract.module($0)?.practice == name
        }
        guard isLearned, let practice = context.contract.practice(name) else { return [] }
        return [context.assign(practice, to: client, from: context.date)]
    }

    /// The module whose practice was done is finished; after the last one a person decides.
    private func movesOn(_ client: ClientID, by practice: String, in context: PluginContext)
        -> [Action]
    {
        guard let curriculum = context.contract.curriculum.first,
            let module = context.module(of: curriculum.offering, for: client, on: context.date),
            module.practice == practice
        else { return [] }
        let done = Action.completeModule(client: client, module: module.name)
        let isLast = curriculum.modules.count == context.finished(by: client).count + 1
        guard isLast else { return [done] }
        return [
            done,
            .proposeReview(
                client: client,
                why: "All modules of the course are finished. Decide together what comes next."),
        ]
    }

    /// A sheet that was filled in is a practice that was done, and may tell of a strong craving.
    private func read(_ sheet: QuestionnaireScored, in context: PluginContext) -> [Action] {
        guard let practice = Self.sheets[sheet.instrument],
            homework[sheet.client]?.knows(practice) == true
        else { return [] }
        var actions = movesOn(sheet.client, by: practice, in: context)
        guard sheet.instrument == Self.analysis else { return actions }
        actions.append(.closeDuty(client: sheet.client, name: Self.analysis))
        if sheet.scores["craving"] ?? 0 >= context.integer("strong-craving") ?? .max {
            actions += again("craving-log", for: sheet.client, in: context)
        }
        return actions
    }
}
