internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Writes, signs and reviews plans with clients.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Write, sign and review treatment plans.",
        discussion: """
            The plan for the time after treatment is `cairn care-plan`. For example:

                cairn plan write c-0001 --problem "Drinks alone" --goal "I want to sleep" \
            --objective "2026-12-20 Two meetings a week" --agreed --as t01

                cairn plan review c-0001 Sleeps five hours, one meeting a week. --as t01
            """,
        subcommands: [
            PlanWriteCommand.self, PlanSignCommand.self, PlanReviewCommand.self,
        ])
}

/// Writes a treatment plan down.
struct PlanWriteCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "write",
        abstract: "Write a client's treatment plan down, in place of the last.",
        discussion: """
            An objective begins with its day. Before it may stand the number of its goal, 1 if left \
            out; behind it `@STAFF`, who works on it. What is written counts once it is signed.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Option(
        name: .customLong("problem"), parsing: .singleValue,
        help: ArgumentHelp("What is to be worked on; may be repeated.", valueName: "text"))
    var problems: [String] = []

    @Option(
        name: .customLong("goal"), parsing: .singleValue,
        help: ArgumentHelp(
            "What the client wants, in the client's words; may be repeated.", valueName: "text"))
    var goals: [String] = []

    @Option(
        name: .customLong("objective"), parsing: .singleValue,
        help: ArgumentHelp(
            "A step, as `2 2026-12-20 @t01 Two meetings`; may be repeated.",
            valueName: "step"),
        transform: PlanObjective.read)
    var objectives: [PlanObjective] = []

    @Flag(help: "The client agrees: sign it at once.")
    var agreed = false

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let id = try client.id()
        let before = try await session.care(of: id, as: actor).written
        let answer = try await session.send(
            WriteTreatmentPlan(
                client: id, replaces: before?.event, problems: problems, goals: goals,
                objectives: objectives), as: actor)
        let replaced = before.map { ["It replaces the plan of event \($0.event)."] } ?? []
        let written = ["The plan is written down."] + replaced
        guard agreed else { return Output(written + answer.guidance) }
        let signed: Answer
        do {
            let plan = try await session.writtenPlan(of: id, as: actor)
            signed = try await session.send(
                SignTreatmentPlan(client: id, plan: plan.event, isAgreed: true), as: actor)
        } catch let error as ClientError {
            throw PartlyDone(["the plan is written"], after: error)
        }
        return Output(written + ["It is signed by \(actor.staff)."] + signed.guidance)
    }
}

/// Signs the treatment plan that was written last.
struct PlanSignCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign the treatment plan that was written last.",
        discussion: "The client agrees to it, or says to what not: `--disagrees`.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Option(
        help: ArgumentHelp(
            "What the client does not agree to, in the client's words.", valueName: "text"))
    var disagrees: String?

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let id = try client.id()
        let plan = try await session.writtenPlan(of: id, as: actor)
        let answer = try await session.send(
            SignTreatmentPlan(
                client: id, plan: plan.event, isAgreed: disagrees == nil, disagreement: disagrees),
            as: actor)
        return Output(["The plan is signed by \(actor.staff)."] + answer.guidance)
    }
}

/// Reviews the treatment plan that is signed.
struct PlanReviewCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Write down how far a client's treatment plan is.",
        discussion: "What is to change is written as a new plan and signed instead.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "How far each goal is: the rest of the line.")
    var findings: [String]

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let id = try client.id()
        guard let plan = try await session.care(of: id, as: actor).signed else {
            throw ClientError.refused(
                Advice(
                    "No treatment plan is signed.",
                    remedy: "Sign one first: `cairn plan sign`."))
        }
        let answer = try await session.send(
            ReviewTreatmentPlan(
                client: id, plan: plan.event, findings: findings.joined(separator: " ")),
            as: actor)
        return Output(["The review is written down."] + answer.guidance)
    }
}

extension PlanObjective {
    /// Reads `2 2026-12-20 @t01 Two meetings a week`; number and person may be left out.
    @Sendable static func read(_ text: String) throws -> PlanObjective {
        var words = text.split(separator: " ").map(String.init)
        let goal = words.first.flatMap { Int($0) }
        if goal != nil { words.removeFirst() }
        guard let first = words.first, LocalDate(first) != nil else {
            throw ValidationError("An objective looks like: 2026-12-20 Two meetings a week.")
        }
        let target = try ArgumentParsing.date(words.removeFirst())
        var worker: StaffID?
        if let person = words.first, person.hasPrefix("@") {
            worker = StaffID(String(person.dropFirst()))
            words.removeFirst()
        }
        return PlanObjective(
            goal: goal ?? 1, text: words.joined(separator: " "), target: target, worker: worker)
    }
}
