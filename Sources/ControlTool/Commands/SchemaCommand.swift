internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import MessageSchema
internal import Messages
internal import TherapyContract

/// Prints what messages look like, for those who write a peer in another language.
struct SchemaCommand: LocalWork {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the schema of a message, or of the whole bus.",
        discussion: """
            It needs no clinic. A schema is JSON Schema 2020-12 of a message's body, derived from its declaration; \
            `--asyncapi` prints the whole bus as AsyncAPI 3.0. A field that is not known, and a \
            word that is not listed, are valid: a later version may have added them.

            NAME is a type (scheduler.session.scheduled.v1), or a name of `--list`, which also has \
            what queries are answered with (view.…), the attributes of each class of message \
            (attributes.event) and the protocol's own bodies (heartbeat.v1).
            """)

    @Argument(help: "A type, or a name of --list.")
    var name: String?

    @Flag(help: "List all names, with what each says of clients.")
    var list = false

    @Flag(help: "Print the AsyncAPI 3.0 document.")
    var asyncapi = false

    @Option(
        help: ArgumentHelp(
            "Take in the facts of this therapy's own too, each as ID.record.FACT.",
            valueName: "folder"),
        completion: .directory)
    var therapy: String?

    func validate() throws {
        let wishes = [name != nil, list, asyncapi].filter(\.self).count
        guard wishes == 1 else {
            throw ValidationError("Give a NAME, --list or --asyncapi.")
        }
    }

    func work() throws -> Output {
        let facts = try therapy.map { try PluginReading.contract($0, of: $0).factSchemas } ?? [:]
        if list {
            let rows =
                SchemaSubject.all.map { [$0.name, $0.dataClass?.rawValue ?? "-"] }
                + facts.keys.sorted().map { [$0, RecordAdded.dataClass.rawValue] }
            return Output.table([["NAME", "CLASS"]] + rows)
        } else if asyncapi {
            let document = AsyncAPIDocument(version: CairnVersion.text, facts: facts)
            return try Output(JSONText.readable(document.document()))
        } else if let name, let fact = facts[name] {
            return try Output(JSONText.readable(fact))
        } else if let name {
            return try Output(JSONText.readable(subject(named: name).document()))
        }
        return Output()
    }

    private func subject(named name: String) throws -> SchemaSubject {
        let found = SchemaSubject.named(name)
        guard let subject = found.first, found.count == 1 else {
            throw ClientError.usage(
                found.isEmpty
                    ? Advice(
                        "There is no schema of that name.",
                        remedy: SchemaCommand.near(name) + "See `cairn schema --list`.")
                    : Advice(
                        "That name means more than one schema.",
                        remedy: "Give one of: \(found.map(\.name).joined(separator: ", ")).")
            )
        }
        return subject
    }

    /// The near name: one is typed with or without its class and its version.
    private static func near(_ name: String) -> String {
        var names: [String: String] = [:]
        for whole in SchemaSubject.all.map(\.name) {
            let bare = whole.split(separator: ".").dropFirst().joined(separator: ".")
            for word in [whole, bare] {
                names[word] = whole
                names[word.withoutVersion] = whole
            }
        }
        let near = NearMiss.of(name, in: names.keys).flatMap { names[$0] }
        return near.map { "Did you mean `cairn schema \($0)`? " } ?? ""
    }
}
