internal import Messages
package import TherapyContract

/// One therapy between questions and answers, without the descriptors.
package struct PipeTherapist<Kind: Therapy> {
    private let contract: PluginContract
    private var greeting: Hello?
    /// `nil` before the first `restore`, and once a fact failed half-way: that is no state.
    private var fold: TherapyFold<Kind>?

    package init(_ contract: PluginContract) { self.contract = contract }

    /// Answers a line with a line. What goes wrong is an answer too, which tells its kind alone: the
    /// error's own words may be about a client.
    package mutating func answer(_ line: [UInt8]) -> (line: [UInt8], isLast: Bool) {
        var number = 0
        var isLast = false
        do {
            let question = try Question(line: line)
            (number, isLast) = (question.number, question.ask == .bye)
            return (try reply(to: question).line(), isLast)
        } catch {
            let text = (error as? any Remediable)?.description ?? "\(type(of: error)) was thrown."
            let reply = try? Reply(number, error: text).line()
            return (reply ?? Array("{\"n\":\(number),\"error\":\"unknown\"}".utf8), isLast)
        }
    }

    private mutating func reply(to question: Question) throws -> Reply {
        let number = question.number
        switch question.ask {
        case .hello(let hello):
            guard let least = hello.versions.first, let most = hello.versions.last,
                least...max(least, most) ~= PipeLimits.version
            else { throw Unanswerable.versions }
            greeting = hello
            return Reply(number, version: PipeLimits.version)
        case .restore(let state):
            fold =
                try state.map { try JSONText.decode(TherapyFold<Kind>.self, from: $0) }
                ?? TherapyFold()
            return Reply(number)
        case .apply(let facts):
            var fold = try standing()
            // While it is held in two places, the first change copies all of it.
            self.fold = nil
            for fact in facts { fold.apply(fact, of: contract) }
            self.fold = fold
            return Reply(number)
        case .react(let facts, let now, _): return try reacted(to: facts, at: now, number)
        case .state: return Reply(number, state: try JSONText.encode(try standing()))
        case .bye: return Reply(number)
        }
    }

    /// Folds the facts and reacts to each, up to the first from which something follows.
    private mutating func reacted(to facts: [PluginFact], at now: LocalDateTime, _ number: Int)
        throws -> Reply
    {
        guard let greeting else { throw Unanswerable.order }
        var fold = try standing()
        self.fold = nil
        let surroundings = Surroundings(
            contract: contract, clinic: greeting.clinic, configuration: greeting.configuration,
            now: now)
        for (place, fact) in facts.enumerated() {
            fold.apply(fact, of: contract)
            let actions = try fold.react(to: fact, in: surroundings)
            guard actions.isEmpty else {
                self.fold = fold
                return Reply(number, reacted: place + 1, actions: actions)
            }
        }
        self.fold = fold
        return Reply(number, reacted: facts.count)
    }

    private func standing() throws(Unanswerable) -> TherapyFold<Kind> {
        guard greeting != nil, let fold else { throw .order }
        return fold
    }
}

/// A question that a therapy cannot answer, whatever it is about.
private enum Unanswerable: Remediable {
    case order, versions

    var advice: Advice {
        switch self {
        case .order:
            Advice("A question came before hello and restore.", remedy: "Ask those first.")
        case .versions:
            Advice(
                "The host speaks no protocol that this kit speaks.",
                remedy: "Speak protocol \(PipeLimits.version).")
        }
    }
}
