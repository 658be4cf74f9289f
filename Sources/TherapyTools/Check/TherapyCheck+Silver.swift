internal import Messages
internal import TherapyContract

extension TherapyCheck {
    /// At how many places of a history it is ended and started again.
    private static let cuts = 6

    static let silver = [
        TherapyCheck("crash", .silver, "Ended at any place and told again, it comes to the same.") {
            subject, live in
            try await resumed(subject, live, from: .journal)
        },
        TherapyCheck("snapshot", .silver, "From a state that was kept it goes on to the same.") {
            subject, live in
            try await resumed(subject, live, from: .snapshot)
        },
        TherapyCheck("late", .silver, "Folded at once, a journal comes to the state of before.") {
            subject, live in
            let child = try subject.program.started()
            let run = try await TherapyRun(subject.contract, with: child)
            try await run.fold(live.journal)
            let state = try await run.state()
            await child.end()
            guard state == live.state else {
                return .broken(
                    "Folded without reacting, the same journal came to another state.",
                    remedy: "Change state in apply alone, and let react change it in the same way.")
            }
            return .held()
        },
        order, repeats,
        TherapyCheck("log", .silver, "What it prints names no client.") { subject, live in
            let named = subject.people.contains { live.log.contains($0.text) }
            return named
                ? .broken(
                    "It prints the id of a client.",
                    remedy: "Print what happened, never to whom: logs are no health records.")
                : .held()
        },
        TherapyCheck("time", .silver, "A thousand facts are folded within its limit of time.") {
            subject, live in
            guard !live.journal.isEmpty else { return .held("it is told nothing") }
            let child = try subject.program.started()
            let run = try await TherapyRun(subject.contract, with: child)
            let facts = (0..<PipeLimits.factsOfQuestion).map { number in
                var fact = live.journal[number % live.journal.count]
                fact.id = MessageID("many-\(number)")
                return fact
            }
            try await run.fold(facts)
            await child.end()
            return .held()
        },
        TherapyCheck("memory", .silver, "It holds no more memory than its limit.") {
            subject, live in
            guard let peak = live.peak else { return .held("it has no program") }
            let limit = Int64(subject.contract.limits.memoryMB) << 20
            guard peak <= limit else {
                return .broken(
                    "It held \(peak >> 20) MiB, and its limit is"
                        + " \(subject.contract.limits.memoryMB).",
                    remedy: "Hold less, or raise memoryMB in plugin.json.")
            }
            return .held("\(peak >> 20) of \(subject.contract.limits.memoryMB) MiB")
        },
    ]

    /// What a program is started again from.
    private enum Beginning { case journal, snapshot }

    /// Ends a run at several places, goes on with a new program, and compares how it ends.
    private static func resumed(
        _ subject: CheckSubject, _ live: LiveRun, from beginning: Beginning
    ) async throws -> CheckVerdict {
        let count = subject.history.count
        for cut in 0..<min(cuts, count) {
            let place = (cut + 1) * count / (min(cuts, count) + 1)
            let first = try await subject.run(Array(subject.history[..<place]))
            let child = try subject.program.started()
            let kept = beginning == .snapshot ? try JSONText.encode(first.state) : nil
            var run = try await TherapyRun(
                subject.contract, with: child, from: kept, after: first.journal)
            if beginning == .journal { try await run.fold(first.journal) }
            for moment in subject.history[place...] { try await run.tell(moment) }
            let state = try await run.state()
            await child.end()
            guard state == live.state, first.actions + run.actions == live.actions else {
                return .broken(
                    "Started again in the middle of a history, it came to another end.",
                    remedy: beginning == .journal
                        ? "Hold everything in the state that the facts give, and nothing outside."
                        : "Answer state with all of the state, and take it whole in restore.")
            }
        }
        return .held("at \(min(cuts, count)) places")
    }
}
