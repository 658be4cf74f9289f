/// Whether what a programme fixes can stand at all: nobody else can mend it.
enum ProgrammeCheck {
    /// A fault for each rule that the held sessions break by themselves.
    static func faults(_ problem: Problem) -> [ProblemFault] {
        analyze(problem, programme(of: problem)).breaches.map { breach in
            ProblemFault(
                path: "heldSessions", problem: "By themselves they break a rule: \(breach).",
                remedy: "Change or take out the sessions of these, or what the rule is about.")
        }
    }

    /// The held sessions with those who were given.
    private static func programme(of problem: Problem) -> Plan {
        Plan(
            sessions: problem.heldSessions.map { held in
                PlannedSession(
                    template: held.template, block: held.block, clinician: held.clinician,
                    clients: held.clients)
            })
    }
}
