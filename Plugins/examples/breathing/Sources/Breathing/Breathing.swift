import PluginKit

/// Breathing and grounding: a module for each session, by the contract's own rule. A practice that
/// was not done is given again, and after three such reports in a row a review is proposed.
@main
struct Breathing: Therapy {
    /// Reports in a row of a practice that was not done.
    private var missed: [ClientID: Int] = [:]
    private static let mostMissed = 3

    mutating func apply(_ fact: PluginFact) {
        if let report = fact.as(PracticeReported.self) {
            missed[report.client] = report.isDone ? nil : (missed[report.client] ?? 0) + 1
        } else if let proposed = fact.as(ReviewProposed.self) {
            missed[proposed.client] = nil
        }
    }

    func practised(_ report: PracticeReported, in context: PluginContext) -> [Action] {
        guard !report.isDone, let practice = context.contract.practice(report.practice) else {
            return []
        }
        guard (missed[report.client] ?? 0) < Self.mostMissed else {
            return [
                .proposeReview(
                    client: report.client, why: "Three times in a row the practice was not done.")
            ]
        }
        return [context.assign(practice, to: report.client, from: context.date)]
    }
}
