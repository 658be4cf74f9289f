internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// Whether health data is shown, and why.
struct RevealOptions: ParsableArguments {
    @Option(help: "Show health data, for this reason; that it was shown is recorded first.")
    var reveal: String?

    /// Records the wish to look, and returns once the supervisor has it; nothing to do without one.
    ///
    /// - Returns: whether health data may be shown.
    func record(
        scope: String, by person: PersonOptions, in clinic: Clinic, over session: inout BusSession
    ) async throws -> Bool {
        guard let reveal else { return false }
        guard reveal.contains(where: { !$0.isWhitespace }) else {
            throw ToolError.usage(
                Advice("The reason is empty.", remedy: "Say why it must be seen."))
        }
        let actor = try person.named(in: clinic)
        try await session.give(RecordReveal(scope: scope, reason: reveal), as: actor)
        return true
    }

    /// Records the wish to look at files that can be read while the clinic is down, too. Then it
    /// cannot be recorded, and that is said.
    ///
    /// - Parameter what: why a live clinic wants a reason, as a sentence.
    func recordIfPossible(
        scope: String, what: String, by person: PersonOptions, in place: OpenedClinic
    ) async throws {
        guard reveal != nil else {
            guard place.mode.isRehearsal else {
                throw ToolError.refused(Advice(what, remedy: "Give `--reveal REASON --as STAFF`."))
            }
            return
        }
        let actor = try person.named(in: place.clinic)
        do {
            try await place.visit(as: person) { session in
                _ = try await record(scope: scope, by: person, in: place.clinic, over: &session)
            }
        } catch let error as ToolError where error.ending == .unavailable {
            Terminal.standard.note(
                "NOT recorded, for the supervisor does not run: \(actor.staff) looks at \(scope).")
        }
    }
}
