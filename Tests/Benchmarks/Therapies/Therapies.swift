/// Therapies: what their facts cost, what they need while they wait, and how soon one is begun.
enum Therapies {
    static let subjects = [
        HostedFacts.fact, HostedFacts.year, IdleTherapies.subject, NewTherapies.subject,
    ]

    static func run(_ plan: Plan) throws -> [Row] {
        try HostedFacts.run(plan) + IdleTherapies.run(plan) + NewTherapies.run(plan)
    }
}
