internal import ArgumentParser
internal import Messages

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
}
