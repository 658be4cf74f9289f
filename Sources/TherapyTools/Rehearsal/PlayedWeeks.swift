internal import Messages
internal import TherapyContract

/// A rehearsal of one therapy with invented clients, told in lines.
package struct PlayedWeeks {
    private let program: Program
    private let seed: UInt64
    private let clients: Int

    /// - Parameters:
    ///   - seed: of all that chance decides: the same seed, the same rehearsal.
    ///   - clients: how many are invented.
    package init(_ program: Program, seed: UInt64, clients: Int) {
        (self.program, self.seed, self.clients) = (program, seed, clients)
    }

    /// Plays, and hands over each line as it comes.
    ///
    /// - Returns: what the program printed meanwhile.
    /// - Throws: what the therapy did wrong; the lines until then were handed over.
    package func play(weeks: Int, line: (String) throws -> Void) async throws -> String {
        var history = RehearsedHistory(program.contract, seed: seed, clients: clients)
        let moments = try history.weeks(weeks)
        return try await PlayedMoments(program).play(
            moments, for: history.people.count, showingAll: true, line: line)
    }
}
