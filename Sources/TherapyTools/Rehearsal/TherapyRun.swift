package import Messages
internal import PluginKit
package import TherapyContract

/// A therapy that is told a history as its host tells it: each fact is folded, what follows is held
/// against the contract, and becomes facts of its own.
package struct TherapyRun {
    /// What went wrong with a run: where, and how. It names no client.
    package struct Fault: Remediable, Equatable {
        package let advice: Advice
    }

    package let contract: PluginContract
    /// What the journal holds: what was told and what followed, in order.
    package private(set) var journal: [PluginFact] = []
    /// What followed, in order.
    package private(set) var actions: [Action] = []
    private var child: any PipedProgram
    private var host: RecordingHost
    private let seconds: Int

    /// Greets a child, and gives it its state.
    ///
    /// - Parameters:
    ///   - state: what it goes on from, one JSON value; `nil` for the beginning.
    ///   - journal: what was told and followed before.
    /// - Throws: a ``ChildFailure`` or a ``Fault``.
    package init(
        _ contract: PluginContract, with child: any PipedProgram, from state: [UInt8]? = nil,
        after journal: [PluginFact] = []
    ) async throws {
        (self.contract, self.child) = (contract, child)
        host = RecordingHost(contract)
        for fact in journal { host.note(fact) }
        seconds = contract.limits.answerSeconds
        try await greet(child)
        _ = try await child.ask(.restore(state: state), within: seconds)
    }

    /// How long a program may take to start, in seconds.
    package static let startSeconds = 60

    private func greet(_ child: any PipedProgram) async throws {
        let hello = Hello(
            plugin: contract.id, version: contract.version, contract: "rehearsal",
            configuration: contract.configuration.mapValues(\.default),
            clinic: HelloClinic(
                name: "Rehearsal", timeZone: "America/Chicago",
                phases: ["p1", "p2", "p3"], rehearsal: true))
        let reply = try await child.ask(.hello(hello), within: Self.startSeconds)
        guard reply.version == PipeLimits.version else {
            throw Fault(
                advice: Advice(
                    "The program speaks no protocol that Cairn speaks.",
                    remedy: "Answer hello with \"protocol\": \(PipeLimits.version)."))
        }
    }

    /// Tells a moment of a history, and answers with what followed.
    @discardableResult
    package mutating func tell(_ moment: RehearsedHistory.Moment) async throws -> [Action] {
        var waiting = moment.facts
        var followed: [Action] = []
        while !waiting.isEmpty {
            let facts = next(of: waiting)
            guard contract.reactsTo.contains(where: { $0.description == facts[0].type }) else {
                _ = try await child.ask(.apply(facts), within: seconds)
                for fact in facts { host.note(fact) }
                journal += facts
                waiting.removeFirst(facts.count)
                continue
            }
            let reply = try await child.ask(
                .react(facts, now: moment.now, date: moment.now.date), within: seconds)
            let reacted = try number(of: reply, to: facts)
            for fact in facts.prefix(reacted) { host.note(fact) }
            journal += facts.prefix(reacted)
            waiting.removeFirst(reacted)
            followed += reply.actions
            // What follows is told right behind its fact, and nothing follows from that.
            let own = try host.record(
                reply.actions, time: moment.now.inRehearsal, date: moment.now.date)
            if !own.isEmpty { _ = try await child.ask(.apply(own), within: seconds) }
            journal += own
        }
        actions += followed
        return followed
    }

    /// Those at the front that are asked about in one question.
    private func next(of facts: [PluginFact]) -> [PluginFact] {
        func reacts(_ fact: PluginFact) -> Bool {
            contract.reactsTo.contains { $0.description == fact.type }
        }
        let first = reacts(facts[0])
        return Array(facts.prefix { reacts($0) == first })
    }

    private func number(of reply: Reply, to facts: [PluginFact]) throws -> Int {
        guard let reacted = reply.reacted, (1...facts.count).contains(reacted),
            reacted == facts.count || !reply.actions.isEmpty
        else {
            throw Fault(
                advice: Advice(
                    "The answer to react does not say how many facts it is about.",
                    remedy: "Stop after the first fact from which something follows; \"reacted\""
                        + " counts the facts up to it, or all."))
        }
        return reacted
    }

    /// The state that the child has now.
    package func state() async throws -> JSONFragment {
        let reply = try await child.ask(.state, within: seconds)
        guard let text = reply.state,
            let value = try? JSONText.decode(JSONFragment.self, from: text)
        else {
            throw Fault(
                advice: Advice(
                    "The answer to state holds no state.",
                    remedy: "Answer with \"state\", one JSON value."))
        }
        return value
    }

    /// Folds facts at once, without reacting to any.
    package func fold(_ facts: some Collection<PluginFact>) async throws {
        var rest = Array(facts)[...]
        while !rest.isEmpty {
            let part = rest.prefix(PipeLimits.factsOfQuestion)
            _ = try await child.ask(.apply(Array(part)), within: seconds + 1)
            rest = rest.dropFirst(part.count)
        }
    }
}
