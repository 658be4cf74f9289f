internal import Messages
internal import PluginKit
internal import TherapyContract

/// A history that is told to one therapy, in lines: what happened, and what follows.
package struct PlayedMoments {
    private let program: Program

    package init(_ program: Program) { self.program = program }

    /// Plays, and hands over each line as it comes.
    ///
    /// - Parameters:
    ///   - people: how many clients the history is about.
    ///   - showsAll: whether also those moments are shown from which nothing follows.
    /// - Returns: what the program printed meanwhile.
    /// - Throws: what the therapy did wrong; the lines until then were handed over.
    package func play(
        _ moments: [RehearsedHistory.Moment], for people: Int, showingAll showsAll: Bool,
        line: (String) throws -> Void
    ) async throws -> String {
        let child = try program.started()
        do {
            var run = try await TherapyRun(program.contract, with: child)
            var week: LocalDate?
            func heading(_ moment: RehearsedHistory.Moment) throws {
                if week != moment.now.date.weekStart {
                    week = moment.now.date.weekStart
                    try line("Week of \(moment.now.date.weekStart)")
                }
                try line("  \(moment.now.date.weekday) \(moment.now.time)  \(told(moment))")
            }
            for moment in moments {
                // Before it is told: where that fails, this is what failed.
                if showsAll { try heading(moment) }
                let actions = try await run.tell(moment)
                if !showsAll, !actions.isEmpty { try heading(moment) }
                for action in actions { try line("    \(action.summary)") }
            }
            for text in summary(of: run, for: people) { try line(text) }
            await child.end()
            return child.log
        } catch {
            await child.end()
            throw error
        }
    }

    /// What happens, in a few words.
    private func told(_ moment: RehearsedHistory.Moment) -> String {
        let sessions = moment.facts.compactMap { $0.as(SessionScheduled.self) }
        let attended = moment.facts.compactMap { $0.as(AttendanceRecorded.self) }
        if let session = sessions.first {
            let there = attended.filter { $0.minutes > 0 }
            let offering = session.offering ?? session.kind
            return "\(offering): \(there.count) of \(session.clients.count) came"
        }
        return moment.facts.map { fact in
            [fact.client?.text, fact.type].compactMap(\.self).joined(separator: " ")
        }.joined(separator: ", ")
    }

    private func summary(of run: TherapyRun, for people: Int) -> [String] {
        let counts = Dictionary(grouping: run.actions, by: \.name).mapValues(\.count)
            .sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        let told = run.journal.count - run.actions.count
        return [
            "\(people) clients, \(told) facts told, \(run.actions.count) actions"
                + (counts.isEmpty ? "." : ": \(counts.joined(separator: ", ")).")
        ]
    }
}

extension Action {
    /// What it does, in a line; the clients are invented, or stand in for others.
    fileprivate var summary: String {
        switch self {
        case .completeModule(let client, let module, _): "\(client) finished \(module)"
        case .assignPractice(let client, let practice, let due):
            "\(client) practises \(practice) until \(due)"
        case .record(let fact, let client, let data):
            "\(client?.text ?? "the clinic") has \(fact) "
                + ((try? JSONText.encode(data)).map { String(decoding: $0, as: UTF8.self) } ?? "")
                .printable(upTo: 200)
        case .alert(let client, let sign, let urgency, let guidance):
            "\(client) ALERT \(sign) (\(urgency.rawValue)): \(guidance)"
        case .proposeReview(let client, let why): "\(client) should be reviewed: \(why)"
        case .proposeStepUp(let client, let why): "\(client) may need more care: \(why)"
        case .duty(let client, let name, let roles, let hours, let what):
            "\(client) duty \(name) of \(roles.map(\.rawValue).joined(separator: " or "))"
                + " within \(hours) staff hours: \(what)"
        case .closeDuty(let client, let name): "\(client) duty \(name) is over"
        case .planLine(let client, let kind, let text):
            "\(client) plan, \(kind.rawValue): \(text)"
        }
    }
}
