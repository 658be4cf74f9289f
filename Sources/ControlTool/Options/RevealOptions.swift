internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Whether health data is shown, and why.
struct RevealOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Show health data, for this reason; that it was shown is recorded first.",
            valueName: "reason"))
    var reveal: String?

    /// Fetches what a person wishes to see and, where it is to be shown unmasked, records whose it
    /// is, why, and what became of it, before any of it is shown.
    ///
    /// - Parameters:
    ///   - scope: what is looked at: a command's name, or a stream pattern.
    ///   - client: whose it is, where it is one client's.
    ///   - fetch: gets it. Where it is refused, that is recorded, and nobody has looked.
    /// - Returns: whether health data may be shown, and what was fetched.
    func look<Found>(
        _ scope: String, at client: ClientID? = nil, by person: Person,
        in opened: OpenedClinic,
        over session: inout BusSession, fetching fetch: (inout BusSession) async throws -> Found
    ) async throws -> (isRevealing: Bool, found: Found) {
        guard let reason = try given() else { return (false, try await fetch(&session)) }
        let actor = try person.named(in: opened)
        var record = RecordReveal(scope: scope, reason: reason, client: client, outcome: .shown)
        let found: Found
        do { found = try await fetch(&session) } catch let error as ClientError {
            guard error.ending == .refused else { throw error }
            record.outcome = .refused
            // Nobody is known by what was typed: it may be a name, and is not kept.
            if error == ClientError.nothingKnown { record.client = nil }
            do { try await session.send(record, as: actor) } catch let other as ClientError {
                Terminal.standard.note(
                    "That it was refused is not recorded: \(other.advice.problem)")
            }
            throw error
        }
        try await session.send(record, as: actor)
        return (true, found)
    }

    /// The reason that was given, if health data is to be shown.
    private func given() throws -> String? {
        guard let reveal else { return nil }
        guard !reveal.isBlank else {
            throw ClientError.usage(
                Advice("The reason is empty.", remedy: "Say why it must be seen."))
        }
        return reveal
    }

    /// Records the wish to look at files that can be read while the clinic is down, too. Then it
    /// cannot be recorded, and that is said.
    ///
    /// - Parameter what: why a live clinic wants a reason, as a sentence.
    func recordIfPossible(
        scope: String, what: String, by person: Person, in opened: OpenedClinic
    ) async throws {
        guard try given() != nil else {
            guard opened.mode.isRehearsal else {
                throw ClientError.refused(
                    Advice(what, remedy: "Give `--reveal REASON --as STAFF`."))
            }
            return
        }
        let actor = try person.named(in: opened)
        do {
            try await opened.visit(as: person) { session in
                _ = try await look(scope, by: person, in: opened, over: &session) { _ in }
            }
        } catch let error as any Remediable where ExitReason(of: error) == .unavailable {
            Terminal.standard.note(
                "NOT recorded, for the supervisor does not run: \(actor.staff) looks at \(scope).")
        }
    }
}
