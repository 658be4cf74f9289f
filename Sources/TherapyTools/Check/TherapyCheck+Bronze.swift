internal import Messages
internal import TherapyContract

extension TherapyCheck {
    /// How long a program may take to stop, in seconds.
    static let stopSeconds = 5

    static let bronze = [
        TherapyCheck("same", .bronze, "The same facts come to the same state and actions.") {
            subject, live in
            let again = try await subject.run()
            guard again.state == live.state, again.actions == live.actions else {
                return .broken(
                    "Told the same facts twice, it came to two results.",
                    remedy:
                        "Let state and actions follow from the facts alone: no clock, no chance,"
                        + " and no order that differs from run to run.")
            }
            return .held()
        },
        TherapyCheck("unknown", .bronze, "A fact or a field that it does not know does no harm.") {
            subject, live in
            let stranger = PluginFact(
                id: "later-1", type: "scheduler.session.renamed", owner: "scheduler",
                time: LocalDateTime(
                    date: RehearsedHistory.start, time: TimeOfDay(minutes: 0)
                ).inRehearsal, date: RehearsedHistory.start, data: Array("{\"later\":[1]}".utf8))
            var moments = subject.history
            for place in moments.indices {
                moments[place].facts = moments[place].facts.map(\.withLaterField)
            }
            if !moments.isEmpty { moments[0].facts.insert(stranger, at: 0) }
            let later = try await subject.run(moments)
            guard later.actions == live.actions else {
                return .broken(
                    "A fact or a field that it does not know changed what follows.",
                    remedy: "Leave out what you do not know: later versions of Cairn tell more.")
            }
            return .held()
        },
        TherapyCheck("stops", .bronze, "It ends in time, after a goodbye and without one.") {
            subject, _ in
            for isTold in [true, false] {
                let child = try subject.program.started()
                _ = try await TherapyRun(subject.contract, with: child)
                if isTold { _ = try await child.ask(.bye, within: stopSeconds) }
                guard await child.leave(within: stopSeconds) else {
                    return .broken(
                        "It runs on \(isTold ? "after bye" : "when the pipe is closed").",
                        remedy: "End within \(stopSeconds) s once descriptor"
                            + " \(PipeLimits.questions) has no more lines.")
                }
            }
            return .held()
        },
    ]
}

extension PluginFact {
    /// The same with a field in its body that nobody knows yet.
    fileprivate var withLaterField: PluginFact {
        guard case .object(var body)? = try? JSONText.decode(JSONFragment.self, from: data) else {
            return self
        }
        body["laterField"] = .array([.integer(1)])
        var fact = self
        fact.data = (try? JSONText.encode(body)) ?? data
        return fact
    }
}
