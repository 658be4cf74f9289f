internal import Messages
internal import TherapyContract

// A clinic keeps the order of each stream, and of two streams either may come first. What is recorded
// twice by people is two facts. Neither is the therapy's to choose.
extension TherapyCheck {
    static let order = TherapyCheck(
        "order", .silver, "Facts of two streams come in either order, and it goes on."
    ) { subject, _ in
        try await goesOn(
            subject, with: subject.history.map(\.withStreamsReversed),
            remedy: "Take each fact without another before it: an attendance may come before its"
                + " session, and a withdrawal before what it withdraws.")
    }

    static let repeats = TherapyCheck(
        "repeats", .silver, "What is recorded twice does no harm."
    ) { subject, _ in
        try await goesOn(
            subject, with: subject.history.map(\.withEachFactTwice),
            remedy:
                "Take a fact that says again what is so already: a form that is handed in twice,"
                + " a practice that is reported again.")
    }

    /// Tells another history: it is answered as the pipe says, what follows is declared, and the
    /// journal of it folds to the same state.
    private static func goesOn(
        _ subject: CheckSubject, with moments: [RehearsedHistory.Moment], remedy: String
    ) async throws -> CheckVerdict {
        let live: LiveRun
        do { live = try await subject.run(moments) } catch let fault as any Remediable {
            return .broken([fault.advice, Advice("It did not go on.", remedy: remedy)])
        }
        let child = try subject.program.started()
        do {
            let run = try await TherapyRun(subject.contract, with: child)
            try await run.fold(live.journal)
            let state = try await run.state()
            await child.end()
            guard state == live.state else {
                return .broken("Its journal folds to another state.", remedy: remedy)
            }
            return .held()
        } catch {
            await child.end()
            throw error
        }
    }
}

extension RehearsedHistory.Moment {
    /// The same with the streams in the other order; each stream keeps its own.
    fileprivate var withStreamsReversed: Self {
        var streams: [String] = []
        var facts: [String: [PluginFact]] = [:]
        for fact in self.facts {
            let stream = fact.type.split(separator: ".").dropLast().joined(separator: ".")
            if facts[stream] == nil { streams.append(stream) }
            facts[stream, default: []].append(fact)
        }
        var moment = self
        moment.facts = streams.reversed().flatMap { facts[$0] ?? [] }
        return moment
    }

    /// The same with each fact told again right behind, as one of its own. No day begins twice.
    fileprivate var withEachFactTwice: Self {
        var moment = self
        moment.facts = facts.flatMap { fact -> [PluginFact] in
            guard fact.owner != .supervisor else { return [fact] }
            var again = fact
            again.id = MessageID("\(fact.id)-again")
            return [fact, again]
        }
        return moment
    }
}
