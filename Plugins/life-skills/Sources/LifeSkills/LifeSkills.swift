import PluginKit

/// Life skills, time first: a module and a task list for each session, and a way through the module
/// for whom work or family kept away. docs/plugins/therapies/life-skills.md is its page.
@main
struct LifeSkills: Therapy {
    private var learners: [ClientID: Learner] = [:]

    /// What keeps somebody away whom a better week would help.
    private static let reasonsOfTheWeek: Set = ["work", "family", "child-care", "transport"]
    private static let offering = "life-skills"
    /// The practice of the module on time and priorities.
    private static let weekPlan = "week-plan"
    /// What the case manager is asked to do.
    static let duty = "plan-week"
    /// Days within which reasons are counted.
    static let days = 28

    mutating func apply(_ fact: PluginFact) {
        guard let client = fact.client else { return }
        learners[client, default: Learner()].apply(fact)
        if let record = fact.as(RecordAdded.self), Self.isOfTheWeek(record) {
            learners[client, default: Learner()].miss(on: fact.date)
        }
    }

    /// Who is excused gets the next module's task list to take home.
    func missed(_ absence: Attendance, in context: PluginContext) -> [Action] {
        guard absence.status == .excused,
            let practice = nextModule(of: absence.client, in: context)?.practice
        else { return [] }
        return given(practice, to: absence.client, in: context)
    }

    /// A task list that was done finishes its module, if it was given; one that was not is given
    /// again once.
    func practised(_ report: PracticeReported, in context: PluginContext) -> [Action] {
        guard let learner = learners[report.client], let times = learner.given[report.practice]
        else { return [] }
        guard report.isDone else {
            return times == 1 ? given(report.practice, to: report.client, in: context) : []
        }
        guard let module = nextModule(of: report.client, in: context),
            module.practice == report.practice
        else { return [] }
        return [.completeModule(client: report.client, module: module.name)]
    }

    func recorded(_ record: RecordAdded, in context: PluginContext) -> [Action] {
        guard let client = record.client, let learner = learners[client] else { return [] }
        switch record.name {
        case "missed-because":
            guard Self.isOfTheWeek(record) else { return [] }
            return given(Self.weekPlan, to: client, in: context)
                + asked(of: client, who: learner, in: context)
        case "week-planned": return planned(client, learner)
        default: return []
        }
    }

    func happened(_ fact: PluginFact, in context: PluginContext) -> [Action] {
        guard let changed = fact.as(CommitmentsChanged.self), let learner = learners[changed.client]
        else { return [] }
        return planned(changed.client, learner)
    }

    // MARK: What follows

    private func asked(of client: ClientID, who learner: Learner, in context: PluginContext)
        -> [Action]
    {
        let since = context.date.advanced(by: -Self.days)
        guard !learner.isAsked, let most = context.integer("reasons"),
            learner.missed.count(where: { $0 > since }) >= most
        else { return [] }
        return [
            .duty(
                client: client, name: Self.duty, roles: [.caseManager, .clinician],
                dueStaffHours: 16,
                what: "Go through the week with the client, and record other times that fit.")
        ]
    }

    private func planned(_ client: ClientID, _ learner: Learner) -> [Action] {
        learner.isAsked ? [.closeDuty(client: client, name: Self.duty)] : []
    }

    private func given(_ practice: String, to client: ClientID, in context: PluginContext)
        -> [Action]
    {
        context.contract.practice(practice).map {
            [context.assign($0, to: client, from: context.date)]
        } ?? []
    }

    private func nextModule(of client: ClientID, in context: PluginContext) -> CurriculumModule? {
        context.module(of: Self.offering, for: client, on: context.date)
    }

    private static func isOfTheWeek(_ record: RecordAdded) -> Bool {
        record.name == "missed-because"
            && record.text("reason").map(reasonsOfTheWeek.contains) == true
    }
}
