internal import Messages
internal import TherapyContract

/// A therapy's program without a process: it folds every fact in order, and answers each attendance
/// with a record that tells how much it had folded by then.
struct FakeTherapy: Hashable, Sendable {
    /// What it does wrong, by the id of a fact.
    enum Vice: Hashable, Sendable { case ends, hangs, babbles, fails, asksTooMuch }

    /// The ids that it has folded, in order.
    private(set) var folded: [String] = []
    var vices: [String: Vice] = [:]

    /// What it answers; `nil` for nothing, and `ended` where it is no more.
    enum Answer: Hashable, Sendable {
        case line([UInt8])
        case nothing
        case ended
    }

    mutating func answer(_ line: [UInt8]) throws -> Answer {
        let question = try Question(line: line)
        switch question.ask {
        case .hello: return try say(Reply(question.number, version: 1))
        case .restore(let state):
            folded = try state.map { try JSONText.decode([String].self, from: $0) } ?? []
            return try say(Reply(question.number))
        case .apply(let facts):
            for fact in facts {
                if let wrong = try wrong(at: fact, question.number) { return wrong }
                folded.append(fact.id.text)
            }
            return try say(Reply(question.number))
        case .react(let facts, _, _): return try react(to: facts, question.number)
        case .state:
            return try say(Reply(question.number, state: JSONText.encode(folded)))
        case .bye: return try say(Reply(question.number))
        }
    }

    private mutating func react(to facts: [PluginFact], _ number: Int) throws -> Answer {
        for (index, fact) in facts.enumerated() {
            if let wrong = try wrong(at: fact, number) { return wrong }
            folded.append(fact.id.text)
            guard fact.type == FakeJournal.attendance, let client = fact.client else { continue }
            let action = Action.record(
                fact: "seen", client: client, data: ["folded": .integer(Int64(folded.count))])
            return try say(Reply(number, reacted: index + 1, actions: [action]))
        }
        return try say(Reply(number, reacted: facts.count))
    }

    private func wrong(at fact: PluginFact, _ number: Int) throws -> Answer? {
        switch vices[fact.id.text] {
        case nil: nil
        case .ends: .ended
        case .hangs: .nothing
        case .babbles: .line(Array("print debugging".utf8))
        case .fails: try say(Reply(number, error: "no"))
        case .asksTooMuch:
            try say(
                Reply(
                    number, reacted: 1,
                    actions: [.record(fact: "undeclared", client: fact.client)]))
        }
    }

    private func say(_ reply: Reply) throws -> Answer { .line(try reply.line()) }
}
