internal import Foundation
package import Messages
package import TherapyContract

/// What is checked: a therapy's folder, and what it is tried with.
package struct CheckSubject: Sendable {
    /// Judges a form: what is wrong with it, each with its place in the form.
    package typealias FormCheck = @Sendable (_ form: JSONFragment) -> [PlacedFault]

    package let program: Program
    /// The version before, whose journal must go over to this one; `nil` where there is none.
    package let before: Program?
    package let formCheck: FormCheck
    /// What it is told: four weeks of a rehearsal.
    package let history: [RehearsedHistory.Moment]
    /// Those whom the history is about.
    package let people: [ClientID]

    package var contract: PluginContract { program.contract }

    /// - Parameter seed: of the history.
    package init(
        _ program: Program, before: Program? = nil, seed: UInt64 = 1,
        formCheck: @escaping FormCheck
    ) throws {
        (self.program, self.before, self.formCheck) = (program, before, formCheck)
        var rehearsed = RehearsedHistory(program.contract, seed: seed)
        people = rehearsed.people
        history = try rehearsed.weeks(4)
    }

    /// A run of the whole history, or of the moments that are given.
    func run(
        _ moments: [RehearsedHistory.Moment]? = nil, of program: Program? = nil
    ) async throws -> LiveRun {
        let program = program ?? self.program
        let child = try program.started()
        do {
            var run = try await TherapyRun(program.contract, with: child)
            for moment in moments ?? history { try await run.tell(moment) }
            let state = try await run.state()
            let live = LiveRun(run: run, state: state, log: child.log, peak: child.peakMemory)
            await child.end()
            return live
        } catch {
            await child.end()
            throw error
        }
    }
}

/// A run that came to its end.
struct LiveRun: Sendable {
    let journal: [PluginFact]
    let actions: [Action]
    let state: JSONFragment
    let log: String
    /// The most memory that it held, in bytes; `nil` where nobody knows.
    let peak: Int64?

    init(run: TherapyRun, state: JSONFragment, log: String, peak: Int64?) {
        (journal, actions) = (run.journal, run.actions)
        (self.state, self.log, self.peak) = (state, log, peak)
    }
}
