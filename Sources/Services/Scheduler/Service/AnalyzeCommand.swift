internal import ArgumentParser
internal import Planning

/// `cairn-scheduler analyze`: what a plan costs, which rules it breaks, what has no place in it and
/// why, and what is different from the plan before.
struct AnalyzeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Score a plan for a problem, and look for broken rules.",
        discussion: """
            It ends with 1 if the plan breaks a rule. Each need without a place is told with the \
            least that would have to be different for it to have one in this plan.
            """)

    @Option(help: "The problem: JSON of schema iop-week/1.")
    var problem: String
    @Option(help: "The plan.")
    var plan: String
    @Option(help: "The plan that people know: tells what is different, and why.")
    var published: String?
    @Option(help: "Ways to place a need that are told at most; 0 for none.")
    var ways: Int = 2

    func validate() throws {
        guard (0...100).contains(ways) else { throw ValidationError("Give 0 to 100 --ways.") }
    }

    func run() throws {
        let known = try published.map { try PlanningFiles.published(at: $0) }
        let problem = try PlanningFiles.problem(at: self.problem, published: known)
        let plan = try PlanningFiles.plan(at: self.plan, for: problem)
        let analysis = analyze(problem, plan)
        for level in Level.allCases {
            print("\(level.rawValue): \(analysis.total(of: level))")
            for constraint in Constraint.allCases where constraint.level == level {
                guard let points = analysis.costs[constraint] else { continue }
                print("  \(constraint.rawValue): \(points)")
            }
        }
        print("total: \(analysis.total)")
        print("broken rules: \(analysis.breaches.count)")
        for breach in analysis.breaches { print("  \(breach)") }
        tellNeeds(problem, plan)
        if let known { tellChanges(changes(in: problem, from: known, to: plan)) }
        if !analysis.breaches.isEmpty { throw ExitCode(1) }
    }

    private func tellNeeds(_ problem: Problem, _ plan: Plan) {
        let needs = explain(problem, plan, most: ways)
        print("needs without a place: \(needs.count)")
        for need in needs {
            print("  \(need)")
            for set in need.sets { print("    \(set)") }
            if need.sets.isEmpty, ways > 0 {
                print("    No session that is held could take it, whatever were different.")
            }
        }
    }

    private func tellChanges(_ changes: [PlanChange]) {
        print("changes: \(changes.count)")
        for change in changes { print("  \(change)") }
    }
}
