internal import Messages

extension Charts {
    func write(_ command: WriteTreatmentPlan, in context: Context) throws -> Decision {
        let (chart, stay) = try enrolled(command.client)
        try check(command.replaces, isStanding: chart.written?.event, of: "plan")
        try check(command, at: context.clinic)
        guard command.objectives.allSatisfy({ context.now.today <= $0.target }) else {
            throw Refusal(
                "The day of an objective has passed.",
                remedy: "Give the day by which it is to be reached, today or later.")
        }
        let event = TreatmentPlanWritten(
            client: command.client, enrollment: stay.enrollment, problems: command.problems,
            goals: command.goals, objectives: command.objectives)
        let open = Charts.missing(in: event)
        let sign = "Sign it together with the client: `cairn plan sign`."
        return Decision([event], guidance: open.isEmpty ? [sign] : [Charts.told(open)])
    }

    /// What is written is read again by others: each line says something, and leads somewhere.
    private func check(_ command: WriteTreatmentPlan, at clinic: Clinic) throws {
        let lines = command.problems + command.goals + command.objectives.map(\.text)
        guard !lines.isEmpty, !lines.contains(where: \.isBlank) else {
            throw Refusal(
                "A line of the plan is blank, or there is none.",
                remedy: "Say each problem, goal and objective in a few words, or leave it out.")
        }
        let numbers = command.goals.indices.map { $0 + 1 }
        guard command.objectives.allSatisfy({ numbers.contains($0.goal) }) else {
            throw Refusal(
                "An objective serves a goal that is not in the plan.",
                remedy: "Number it by its goal, 1 for the first.")
        }
        guard
            command.objectives.allSatisfy({ objective in
                objective.worker.map { id in clinic.staff.contains { $0.id == id } } ?? true
            })
        else {
            throw Refusal(
                "Somebody who is to work on an objective is not on the staff.",
                remedy: "Name one of the staff, or nobody: then it is the primary clinician.")
        }
    }

    func sign(_ command: SignTreatmentPlan, by actor: Actor, in context: Context) throws
        -> Decision
    {
        let (chart, _) = try enrolled(command.client)
        guard let plan = chart.written else {
            throw Refusal(
                "No treatment plan is written.",
                remedy: "Write it with the client first: `cairn plan write`.")
        }
        try check(command.plan, isStanding: plan.event, of: "plan")
        guard chart.signed?.plan.event != plan.event else {
            throw Refusal(
                "The plan is signed already.",
                remedy: "Review it with `cairn plan review`, or write another.")
        }
        let open = plan.missing
        guard open.isEmpty else {
            throw Refusal(
                Charts.told(open), remedy: "Write it anew with the client, and sign that.")
        }
        guard command.isAgreed == (command.disagreement.map(\.isBlank) ?? true) else {
            throw Refusal(
                "It does not fit together whether the client agrees, and to what not.",
                remedy: "Say that the client agrees, or what the client does not agree to.")
        }
        let review = context.now.today.advanced(by: TreatmentTerms.daysBetweenReviews)
        return Decision(
            [
                TreatmentPlanSigned(
                    client: command.client, plan: plan.event, isAgreed: command.isAgreed,
                    disagreement: command.isAgreed ? nil : command.disagreement, review: review,
                    signer: actor.staff)
            ], guidance: ["The plan is to be reviewed by \(review)."])
    }

    func review(_ command: ReviewTreatmentPlan, by actor: Actor, in context: Context) throws
        -> Decision
    {
        let (chart, _) = try enrolled(command.client)
        guard let signed = chart.signed else {
            throw Refusal(
                "No treatment plan is signed.", remedy: "Sign one first: `cairn plan sign`.")
        }
        try check(command.plan, isStanding: signed.plan.event, of: "plan")
        guard !command.findings.isBlank else {
            throw Refusal(
                "A review needs findings.", remedy: "Say how far each goal is, in a few words.")
        }
        let review = context.now.today.advanced(by: TreatmentTerms.daysBetweenReviews)
        return Decision(
            [
                TreatmentPlanReviewed(
                    client: command.client, plan: signed.plan.event, findings: command.findings,
                    review: review, signer: actor.staff)
            ], guidance: ["The next review is by \(review)."])
    }

    private static func missing(in event: TreatmentPlanWritten) -> [String] {
        Chart.Plan(
            event: "", time: Timestamp(milliseconds: 0), problems: event.problems,
            goals: event.goals, objectives: event.objectives
        ).missing
    }

    private static func told(_ missing: [String]) -> String {
        "The plan is not whole: it lacks \(missing.joined(separator: ", "))."
    }
}

extension Chart.Plan {
    /// What it lacks before somebody may sign it.
    var missing: [String] {
        let served = Set(objectives.map(\.goal))
        let isServed = !goals.isEmpty && goals.indices.allSatisfy { served.contains($0 + 1) }
        return [
            problems.isEmpty ? "a problem" : nil, goals.isEmpty ? "a goal" : nil,
            isServed ? nil : "an objective with its day for each goal",
        ].compactMap(\.self)
    }
}
