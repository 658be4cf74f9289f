internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Works with continuing-care plans.
struct CarePlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "care-plan", abstract: "Show or sign a client's continuing-care plan.",
        subcommands: [CarePlanShowCommand.self, CarePlanSignCommand.self])
}

/// Shows a plan.
struct CarePlanShowCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the last draft of a client's plan, section by section."
    )

    @OptionGroup var looking: LookOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    var scope: String { "care-plan show" }
    var subject: ClientID? { try? client.id() }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws -> DraftedPlan
    {
        try await session.carePlan(of: client.id(), as: visitor.person.named(in: opened))
    }

    func show(_ plan: DraftedPlan, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        let rows = plan.sections.sorted { $0.key < $1.key }.map {
            [$0.key, sight.isRevealing ? $0.value.printable(upTo: 600) : Masking.mask]
        }
        let proposed = plan.proposed.map {
            [$0.section, sight.isRevealing ? $0.text.printable(upTo: 200) : Masking.mask]
                + [$0.therapy.text]
        }
        let title =
            plan.isSigned
            ? "Proposed by therapies since it was signed:"
            : "Proposed by therapies: it counts once it is signed."
        return Output(
            [Output.Line(plan.isSigned ? "Signed." : "Not signed yet.", .bold)]
                + Output.table(rows).lines
                + (proposed.isEmpty
                    ? []
                    : [Output.Line(""), Output.Line(title, .bold)]
                        + Output.table(proposed).lines))
    }
}

/// Signs a plan.
struct CarePlanSignCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign the plan that was made with a client.",
        discussion: """
            It signs the last draft, with the sections that are given in the place of those of the \
            draft. For example:

                cairn care-plan sign c1 "warning-signs=Skips meals." "lapse-plan=Calls Ana." --as t01
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "A section and its text: lapse-plan=TEXT; as many as are changed.")
    var sections: [String] = []

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let client = try client.id()
        let plan = try await session.carePlan(of: client, as: actor)
        var changed: [String: String] = [:]
        for section in sections {
            let parts = section.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw ClientError.usage(
                    Advice(
                        "A section looks like \"lapse-plan=TEXT\", in quotes.",
                        remedy: "Nothing was signed."))
            }
            let name = try ShortForm.of(
                parts[0], in: plan.sections.keys.sorted(), naming: "section")
            changed[name] = parts[1]
        }
        let answer = try await session.send(
            SignPlan(client: client, plan: plan.plan, draft: plan.draft, sections: changed),
            as: actor)
        return Output(["The plan of \(client) is signed by \(actor.staff)."] + answer.guidance)
    }
}

extension BusSession {
    fileprivate mutating func carePlan(of client: ClientID, as actor: Actor) async throws
        -> DraftedPlan
    {
        guard let plan = try await ask(CarePlanView(client: client), as: actor) else {
            throw ClientError.refused(
                Advice(
                    "No plan is drafted for the client.",
                    remedy: "One is, once the last phase begins."))
        }
        return plan
    }
}
