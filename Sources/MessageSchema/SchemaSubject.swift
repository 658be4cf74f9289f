package import Messages

/// Something that has a schema: the body of a message, what a query is answered with, or a part of
/// the protocol itself.
package struct SchemaSubject: Sendable {
    /// As golden files are called: `event.scheduler.session.scheduled.v1`, `view.scheduler.week.v1`.
    package let name: String
    /// The last part of the name of a body's type attribute, or what it is called instead.
    package let title: String
    /// What it says of clients; `nil` for parts of the protocol.
    package let dataClass: DataClass?
    let keywords: [String: JSONFragment]
    let outline: @Sendable (SchemaBook) throws -> JSONFragment

    /// What stands in a document of its own.
    ///
    /// - Throws: ``SchemaError`` for a type whose form cannot be derived.
    package func document() throws -> JSONFragment {
        let book = SchemaBook(definitionsAt: "#/$defs/")
        var document = try schema(in: book).adding([
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": .string("urn:cairn:\(name)"),
        ])
        if !book.definitions.isEmpty {
            document = document.adding(["$defs": .object(book.definitions)])
        }
        return document
    }

    func schema(in book: SchemaBook) throws -> JSONFragment {
        try outline(book).adding(keywords).adding(["title": .string(title)])
    }
}

extension SchemaSubject {
    /// Everything that has a schema: events, commands, queries, views, the protocol's own.
    package static let all: [SchemaSubject] = {
        var all: [SchemaSubject] = MessageCatalog.events.map { event($0) }
        all += MessageCatalog.commands.map { command($0) }
        all += MessageCatalog.queries.map { query($0) }
        all += MessageCatalog.queries.map { view($0) }
        all += MessageCatalog.peerCommands.map { peerCommand($0) }
        all += MessageCatalog.therapyCommands.map { therapyCommand($0) }
        all += MessageCatalog.peerQueries.flatMap { [peerQuery($0), peerView($0)] }
        return all + protocolParts
    }()

    /// Those that a name means: its own, or a type attribute, as `scheduler.plan-week.v1` or a
    /// plugin's `cbt.catalog.session-offered.v1`.
    package static func named(_ name: String) -> [SchemaSubject] {
        if let subject = all.first(where: { $0.name == name }) { return [subject] }
        let bare = name.hasPrefix("event.") ? String(name.dropFirst(6)) : name
        var found = all.filter { $0.name == "command.\(name)" || $0.name == "query.\(name)" }
        if let type = MessageCatalog.event(type: bare) { found.append(event(type)) }
        // What every peer takes is called by whom it is for: `scheduler.retry-parked.v1`.
        guard found.isEmpty else { return found }
        let local = name.drop { $0 != "." }
        found += all.filter { ["command.any\(local)", "query.any\(local)"].contains($0.name) }
        return found
    }

    static func event<Body: Event>(_ type: Body.Type) -> SchemaSubject {
        let owner = type.owner?.text ?? "any"
        return SchemaSubject(
            body: type, name: "event.\(owner).\(type.localType)",
            [
                "description": .string(
                    "A fact of the stream \(type.owner?.text ?? "<identity>").\(type.entity)."),
                "x-topic": .string(
                    "event.\(type.owner?.text ?? "{owner}").\(type.entity)"),
            ])
    }

    static func command<Body: Command>(_ type: Body.Type) -> SchemaSubject {
        SchemaSubject(
            body: type, name: "command.\(type.type)",
            [
                "description": .string("A command to \(type.receiver)."),
                "x-topic": .string("command.\(type.receiver).\(type.verb).{asker}"),
                "x-roles": .strings(type.roles.map(\.rawValue).sorted()),
            ])
    }

    static func query<Body: Query>(_ type: Body.Type) -> SchemaSubject {
        var keywords: [String: JSONFragment] = [
            "description": .string("A query to \(type.receiver)."),
            "x-topic": .string("query.\(type.receiver).\(type.name).{asker}"),
            "x-view": .string("view.\(type.type)"),
        ]
        if let roles = type.roles {
            keywords["x-roles"] = .strings(roles.map(\.rawValue).sorted())
        }
        return SchemaSubject(body: type, name: "query.\(type.type)", keywords)
    }

    static func view<Asked: Query>(_ type: Asked.Type) -> SchemaSubject {
        SchemaSubject(
            name: "view.\(type.type)", title: "\(Asked.self) view", dataClass: type.dataClass,
            keywords: [
                "description": .string("What \(type.receiver) answers to \(type.type)."),
                "x-dataclassification": .string(type.dataClass.rawValue),
            ], outline: { try $0.outline(of: Asked.View.self) })
    }

    static func peerCommand<Body: PeerCommand>(_ type: Body.Type) -> SchemaSubject {
        SchemaSubject(
            body: type, name: "command.any.\(type.verb).v\(type.version)",
            [
                "description": "A command to any peer with a journal.",
                "x-topic": .string("command.{receiver}.\(type.verb).{asker}"),
                "x-roles": .strings(type.roles.map(\.rawValue).sorted()),
            ])
    }

    static func therapyCommand<Body: TherapyCommand>(_ type: Body.Type) -> SchemaSubject {
        SchemaSubject(
            body: type, name: "command.any.\(type.verb).v\(type.version)",
            [
                "description": "A command to any therapy.",
                "x-topic": .string("command.{receiver}.\(type.verb).{asker}"),
                "x-roles": .strings(type.roles.map(\.rawValue).sorted()),
            ])
    }

    static func peerQuery<Body: PeerQuery>(_ type: Body.Type) -> SchemaSubject {
        SchemaSubject(
            body: type, name: "query.any.\(type.name).v\(type.version)",
            [
                "description": "A query to any peer with a journal.",
                "x-topic": .string("query.{receiver}.\(type.name).{asker}"),
                "x-view": .string("view.any.\(type.name).v\(type.version)"),
                "x-roles": .strings(type.roles.map(\.rawValue).sorted()),
            ])
    }

    static func peerView<Asked: PeerQuery>(_ type: Asked.Type) -> SchemaSubject {
        SchemaSubject(
            name: "view.any.\(type.name).v\(type.version)", title: "\(Asked.self) view",
            dataClass: type.dataClass,
            keywords: [
                "description": .string("What a peer answers to \(type.name)."),
                "x-dataclassification": .string(type.dataClass.rawValue),
            ], outline: { try $0.outline(of: Asked.View.self) })
    }

    private init<Body: Message>(
        body type: Body.Type, name: String, _ keywords: [String: JSONFragment]
    ) {
        var keywords = keywords
        keywords["x-dataclassification"] = .string(type.dataClass.rawValue)
        // Beside a reference a keyword would not be seen by all: the marks stand together.
        keywords["x-marks"] = .object(type.marks.mapValues { .string($0.rawValue) })
        self.init(
            // Of a generic type its own name: what it is for stands in the description.
            name: name, title: String("\(Body.self)".prefix { $0 != "<" }),
            dataClass: type.dataClass, keywords: keywords,
            outline: { book in
                let example = try JSONText.decode(
                    JSONFragment.self, from: JSONText.encode(type.example))
                return try book.outline(of: type).adding(["examples": [example]])
            })
    }
}
