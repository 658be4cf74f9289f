package import Messages

/// The bus as an AsyncAPI 3.0 document, from the same declarations as the schemas.
///
/// One channel for each class of topics; each message says in `x-topic` where in its channel it
/// goes. Bodies are in the specification's own schema format, of which they use what it shares
/// with JSON Schema 2020-12.
package struct AsyncAPIDocument {
    private let version: String
    private let book = SchemaBook(definitionsAt: "#/components/schemas/")
    private let facts: [String: JSONFragment]

    /// - Parameters:
    ///   - version: That of the programs.
    ///   - facts: the schemas of therapies' own facts, by a name each.
    package init(version: String, facts: [String: JSONFragment] = [:]) {
        (self.version, self.facts) = (version, facts)
    }

    /// The whole document.
    ///
    /// - Throws: ``SchemaError`` for a type whose form cannot be derived.
    package func document() throws -> JSONFragment {
        var schemas: [String: JSONFragment] = [:]
        for subject in SchemaSubject.all { schemas[subject.name] = try subject.schema(in: book) }
        schemas.merge(book.definitions) { own, _ in own }
        schemas.merge(facts) { own, _ in own }
        return [
            "asyncapi": "3.0.0",
            "id": "urn:cairn:bus",
            "info": .object(info),
            "defaultContentType": "application/json",
            "servers": .object(AsyncAPIDocument.servers),
            "channels": .object(
                Dictionary(
                    uniqueKeysWithValues: BusChannel.allCases.map { ($0.rawValue, $0.object) })),
            "operations": .object(BusChannel.operations),
            "components": [
                "schemas": .object(schemas),
                "messages": .object(messages),
                "correlationIds": [
                    "conversation": [
                        "description": "The first message of the conversation.",
                        "location": "$message.header#/correlationid",
                    ],
                    "question": [
                        "description": "The id of the message that is answered.",
                        "location": "$message.header#/inreplyto",
                    ],
                    "request": [
                        "description": "The id that answers name in `inreplyto`.",
                        "location": "$message.header#/id",
                    ],
                ],
                "securitySchemes": [
                    "curve": [
                        "type": "asymmetricEncryption",
                        "description": .string(
                            "CurveZMQ: the hub's public key as server key, and the peer's own pair,"
                                + " as docs/protocol.md, section 1, has it."),
                    ]
                ],
            ],
        ]
    }

    private var info: [String: JSONFragment] {
        [
            "title": "The Cairn bus",
            "version": .string(version),
            "description": .string(
                "CloudEvents 1.0 over ZeroMQ. A message is one frame of lines: the topic (a channel's"
                    + " address), then for each message the attributes (its headers) and the data"
                    + " (its payload). Events of one stream may share a frame."
                    + " docs/protocol.md says the rest: joining, gap repair, what a key allows."),
            "license": ["name": "Apache 2.0"],
        ]
    }

    private var messages: [String: JSONFragment] {
        var messages: [String: JSONFragment] = [:]
        for channel in BusChannel.allCases {
            for message in channel.messages { messages[message.name] = message.object }
        }
        return messages
    }

    private static var servers: [String: JSONFragment] {
        func server(
            _ title: String, host: String, protocol name: String, _ variables: [String: String]
        ) -> JSONFragment {
            [
                "title": .string(title), "host": .string(host), "protocol": .string(name),
                "protocolVersion": "3.1",
                "security": [.reference("#/components/securitySchemes/curve")],
                "variables": .object(
                    variables.mapValues { ["description": .string($0)] as JSONFragment }),
            ]
        }
        let publish = "Publishers: connect a PUB."
        let read = "What goes to one identity: connect a SUB."
        let clinic = ["clinic": "The clinic's folder, an absolute path."]
        let host = ["host": "Where the hub listens."]
        let identity = "The reader's own identity."
        return [
            "publishers": server(publish, host: "{clinic}/run/in.sock", protocol: "ipc", clinic),
            "reader": server(
                read, host: "{clinic}/run/to-{identity}.sock", protocol: "ipc",
                clinic.merging(["identity": identity]) { $1 }),
            "publishersRemote": server(
                publish, host: "{host}:{port}", protocol: "tcp",
                host.merging(["port": "The hub's first port, P."]) { $1 }),
            "readerRemote": server(
                read, host: "{host}:{port}", protocol: "tcp",
                host.merging(["port": "P + 1 + the slot of the reader's identity."]) { $1 }),
        ]
    }
}
