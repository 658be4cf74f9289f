internal import ArgumentParser
internal import Planning

/// `cairn-scheduler analyze`: what a plan costs, and which rules it breaks.
struct AnalyzeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Score a plan for a problem, and look for broken rules.")

    @Option(help: "The problem: JSON of schema iop-week/1.")
    var problem: String
    @Option(help: "The plan.")
    var plan: String

    func run() throws {
        let problem = try PlanningFiles.problem(at: self.problem)
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
        if !analysis.breaches.isEmpty { throw ExitCode(1) }
    }
}
