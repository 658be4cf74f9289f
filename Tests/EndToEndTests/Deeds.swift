import Foundation
import Messages
import Testing

/// What people do in one clinic with `cairn send` and `cairn ask`, and which messages were right.
final class Deeds {
    let clinic: RunningClinic
    /// The types of all commands and queries that were accepted, or answered.
    private(set) var accepted: Set<String> = []

    init(_ clinic: RunningClinic) { self.clinic = clinic }

    /// Gives a command as somebody who may, and expects that it is accepted.
    func give(_ command: some Command, sourceLocation: SourceLocation = #_sourceLocation)
        async throws
    {
        let result = try await send(command)
        try #require(
            result.code == 0, "\(type(of: command).type): \(result.errors)",
            sourceLocation: sourceLocation)
        accepted.insert(type(of: command).type)
    }

    /// Gives a command that rests on what its receiver hears within seconds, until it is accepted.
    func giveOnceKnown(_ command: some Command) async throws {
        try await EndToEndTests.wait(for: type(of: command).type, upTo: .seconds(30)) {
            try await send(command).code == 0
        }
        accepted.insert(type(of: command).type)
    }

    /// Gives a command, and expects that the core's own rule refuses it; the error as shown.
    func refused(_ command: some Command, sourceLocation: SourceLocation = #_sourceLocation)
        async throws -> String
    {
        let result = try await send(command)
        #expect(
            result.code == 65, "\(type(of: command).type): \(result.output)",
            sourceLocation: sourceLocation)
        #expect(!result.errors.contains("does not know"), sourceLocation: sourceLocation)
        return result.errors
    }

    /// Asks for a view as somebody who may.
    func ask<Question: Query>(_ query: Question) async throws -> Question.View {
        try JSONText.decode(Question.View.self, from: try await answer(to: query))
    }

    /// Asks for a whole view in pages as somebody who may.
    func ask<Question: PagedQuery>(_ query: Question) async throws -> [Question.Item] {
        try JSONText.decode([Question.Item].self, from: try await answer(to: query))
    }

    private func answer<Question: Query>(to query: Question) async throws -> [UInt8] {
        let kind = type(of: query)
        let result = try await clinic.cairn(
            "ask", kind.type, "--body", try JSONText.readable(query), "--reveal", "The test looks.",
            "--as", Deeds.person(in: kind.roles ?? [.director]))
        guard result.code == 0 else { throw TestFault("\(kind.type): \(result.errors)") }
        accepted.insert(kind.type)
        return Array(result.output.utf8)
    }

    /// Asks until the view holds what was waited for, and answers with that.
    func wait<Question: Query, Found>(
        for query: Question, until found: (Question.View) -> Found?
    ) async throws -> Found {
        try await wait(asking: { try await ask(query) }, of: type(of: query).type, until: found)
    }

    /// Asks until a view in pages holds what was waited for, and answers with that.
    func wait<Question: PagedQuery, Found>(
        for query: Question, until found: ([Question.Item]) -> Found?
    ) async throws -> Found {
        try await wait(asking: { try await ask(query) }, of: type(of: query).type, until: found)
    }

    private func wait<View, Found>(
        asking ask: () async throws -> View, of name: String, until found: (View) -> Found?
    ) async throws -> Found {
        var result: Found?
        try await EndToEndTests.wait(for: name, upTo: .seconds(60)) {
            result = found(try await ask())
            return result != nil
        }
        guard let result else { throw TestFault("\(name) has nothing") }
        return result
    }

    /// The id of the last event of a kind about a client, where the remedies say to look it up:
    /// the end of the line of `cairn client timeline`.
    func last(_ kind: any Event.Type, of client: ClientID, beside others: Set<String> = [])
        async throws -> MessageID
    {
        var id: String?
        try await EndToEndTests.wait(for: kind.localType, upTo: .seconds(30)) {
            let result = try await clinic.cairn("client", "timeline", client.text, "--as", "dir")
            let line = result.output.split(separator: "\n").last {
                $0.contains(".\(kind.entity).\(kind.fact)")
            }
            id = line?.components(separatedBy: "id=").last
            return id.map { !others.contains($0) } ?? false
        }
        return MessageID(try #require(id))
    }

    func advance(to time: String) async throws {
        let result = try await clinic.cairn("advance-clock", "--to", time)
        try #require(result.code == 0, "\(result.errors)")
    }

    private func send(_ command: some Command) async throws -> Execution.Result {
        let kind = type(of: command)
        return try await clinic.cairn(
            "send", kind.type, "--body", try JSONText.readable(command), "--as",
            Deeds.person(in: kind.roles))
    }

    /// Somebody of the example clinic with one of these roles.
    private static func person(in roles: Set<Role>) -> String {
        let staff: [(Role, String)] = [
            (.clinician, "t01"), (.director, "dir"), (.caseManager, "cm1"), (.frontDesk, "fd1"),
            (.administrator, "it1"), (.prescriber, "md1"),
        ]
        return staff.first { roles.contains($0.0) }?.1 ?? "dir"
    }
}
