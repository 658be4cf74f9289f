import PluginKit

/// New therapy: what it does beyond its contract.
@main
struct NewTherapy: Therapy {
    /// A practice that was not done is given again.
    func practised(_ report: PracticeReported, in context: PluginContext) -> [Action] {
        guard !report.isDone, let practice = context.contract.practice(report.practice) else {
            return []
        }
        return [context.assign(practice, to: report.client, from: context.date)]
    }
}
