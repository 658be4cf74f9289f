internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// Finds commands and queries by the names that people type: with or without the version.
enum MessageList {
    static func command(_ name: String) throws -> any Command.Type {
        guard let type = MessageCatalog.commands.first(where: { matches($0.type, name) }) else {
            throw unknown(
                name, "command", tool: "send", known: MessageCatalog.commands.map { $0.type })
        }
        return type
    }

    /// A command that every therapy takes, and to which: `dbt.report-practice`. `nil` for one that a
    /// service has, or nobody.
    static func therapyCommand(_ name: String) -> (any TherapyCommand.Type, to: Identity)? {
        let parts = name.withoutVersion.split(separator: ".").map(String.init)
        guard parts.count == 2, let therapy = Identity(parts[0]),
            !MessageCatalog.commands.contains(where: { matches($0.type, name) }),
            let type = MessageCatalog.therapyCommands.first(where: { $0.verb == parts[1] })
        else { return nil }
        return (type, therapy)
    }

    static func query(_ name: String) throws -> any Query.Type {
        guard let type = MessageCatalog.queries.first(where: { matches($0.type, name) }) else {
            throw unknown(name, "query", tool: "ask", known: MessageCatalog.queries.map { $0.type })
        }
        return type
    }

    /// All commands with who may give them.
    static var commands: [[String]] {
        MessageCatalog.commands.map { type in
            [type.type, type.roles.map(\.rawValue).sorted().joined(separator: ", ")]
        }.sorted { $0[0] < $1[0] }
    }

    /// All queries with the fields of their bodies.
    static var queries: [[String]] {
        MessageCatalog.queries.map { [$0.type, $0.marks.keys.sorted().joined(separator: ", ")] }
            .sorted { $0[0] < $1[0] }
    }

    /// None was named.
    static func missing(_ kind: String, tool: String) -> ClientError {
        ClientError.usage(
            Advice("No \(kind) was named.", remedy: "See `cairn \(tool) --list`."))
    }

    private static func unknown(_ name: String, _ kind: String, tool: String, known: [String])
        -> ClientError
    {
        // As people type them: without the version.
        let names = known.map(\.withoutVersion)
        let near = NearMiss.of(name, in: names) ?? NearMiss.of(name, in: known)
        let question = near.map { "Did you mean `cairn \(tool) \($0)`? " } ?? ""
        return ClientError.usage(
            Advice(
                "There is no \(kind) \(name).",
                remedy: "\(question)See `cairn \(tool) --list`."))
    }

    private static func matches(_ type: String, _ name: String) -> Bool {
        type == name || type.withoutVersion == name
    }
}
