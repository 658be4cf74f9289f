package import Messages
internal import TherapyContract

// What staff tell a therapy is recorded by its host: no command waits for a program.

extension HostedTherapy {
    package func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        throw Refusal("A therapy does not know this command.", remedy: "See `cairn send --list`.")
    }

    package func decide(
        _ command: any TherapyCommand, by actor: Actor, in context: inout Context
    ) throws -> Decision {
        switch command {
        case let wish as RecordFact: try record(wish, by: actor)
        case let wish as ReportPractice: try report(wish, in: context)
        case let wish as CompleteModule: try complete(wish, in: context)
        case let wish as CloseTherapyDuty: try close(wish)
        default:
            throw Refusal(
                "The therapy does not know this command.", remedy: "See `cairn send --list`.")
        }
    }

    package func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        throw Refusal("The therapy has no views.", remedy: "See `cairn client show`.")
    }

    private func record(_ wish: RecordFact, by actor: Actor) throws -> Decision {
        guard let contract, let command = contract.commands.first(where: { $0.name == wish.name }),
            let fact = contract.fact(command.records)
        else {
            let names = (contract?.commands ?? []).map(\.name).joined(separator: ", ")
            throw Refusal(
                "The therapy has no command of that name.",
                remedy: names.isEmpty
                    ? "Its contract lets staff record none of its facts: `cairn therapy show` says what"
                        + " it takes."
                    : "It has: \(names).")
        }
        guard command.roles.contains(actor.role) else {
            let names = command.roles.map(\.rawValue).joined(separator: ", ")
            throw Refusal(
                "The role \(actor.role) may not give \(command.name).",
                remedy: "It takes: \(names)."
            )
        }
        if let fault = fact.fault(in: wish.data, about: wish.client) {
            throw Refusal(fault.advice.problem, remedy: fault.advice.remedy)
        }
        if let client = wish.client { try require(client) }
        return Decision([RecordAdded(name: fact.name, client: wish.client, data: wish.data)])
    }

    private func report(_ wish: ReportPractice, in context: Context) throws -> Decision {
        guard let contract, contract.practice(wish.practice) != nil else {
            throw Refusal(
                "The therapy has no practice of that name.",
                remedy: "Take a name from its contract: `cairn plugin show`.")
        }
        try require(wish.client)
        let report = PracticeReported(
            client: wish.client, practice: wish.practice, isDone: wish.isDone)
        guard wish.isDone, contract.isManifestAlone else { return Decision([report]) }
        return Decision([report] + completions(upon: wish, in: context))
    }

    /// What a practice that was done finishes.
    private func completions(upon report: ReportPractice, in context: Context) -> [any Event] {
        let curricula = (contract?.curriculum ?? []).filter { $0.when.contains(.practised) }
        return curricula.flatMap { curriculum -> [any Event] in
            guard let module = next(in: curriculum, for: report.client, on: context.now.today),
                module.practice == report.practice
            else { return [] }
            return [ModuleCompleted(client: report.client, module: module.name, session: nil)]
        }
    }

    private func complete(_ wish: CompleteModule, in context: Context) throws -> Decision {
        let curricula = (contract?.curriculum ?? []).filter { $0.when.contains(.word) }
        guard let module = curricula.flatMap(\.modules).first(where: { $0.name == wish.module })
        else {
            throw Refusal(
                "The therapy has no module of that name that a word finishes.",
                remedy: "Its contract says what finishes one: `cairn plugin show`.")
        }
        try require(wish.client)
        guard courses[wish.client]?.finished[module.name] == nil else {
            throw Refusal(
                "The client has finished that module already.", remedy: "Nothing is to be done.")
        }
        return Decision(
            completion(of: module, by: wish.client, session: nil, on: context.now.today))
    }

    private func close(_ wish: CloseTherapyDuty) throws -> Decision {
        guard courses[wish.client]?.asks[wish.name] != nil else {
            throw Refusal(
                "The therapy has asked for nothing of that name for this client.",
                remedy: "`cairn duties` shows what is open.")
        }
        return Decision([DutyEnded(client: wish.client, name: wish.name, how: .done)])
    }

    /// A host that has just come may be told of a client before it has taken its history in: then the
    /// command waits for that.
    private func require(_ client: ClientID) throws {
        guard !clients.contains(client) else { return }
        throw NotYetKnown(
            "client",
            refusing: Advice(
                "The therapy knows no client of that id.",
                remedy: "Check the id. A therapy that has just come takes in its history first:"
                    + " `cairn status` shows when it is ready, and then give the command again."))
    }
}
