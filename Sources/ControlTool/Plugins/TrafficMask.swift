internal import MessageSchema
internal import Messages
internal import TherapyContract

/// Takes out of recorded events who they are about, and what somebody wrote about them, by the marks
/// of their messages.
///
/// A client gets another id, the same wherever it stands. What a person may have written becomes
/// ``Masking/mask``. Numbers, days, and words of a vocabulary stay although they describe somebody:
/// nothing follows from a fact without them.
struct TrafficMask {
    /// Each client's other id, in the order in which they came.
    private var standIns: [String: String] = [:]
    /// The schema of a message's fields, by its type.
    private var schemas: [String: Schema] = [:]

    private struct Schema {
        var fields: [String: JSONFragment]
        var definitions: [String: JSONFragment]
    }

    /// Takes note of whom an event names: an id may stand in another one before it stands by itself.
    mutating func meet(_ body: [String: JSONFragment], of type: any Event.Type) {
        _ = self.body(body, of: type)
    }

    /// The id that stands in for a client.
    private mutating func standIn(for client: String) -> String {
        // As it was masked by whoever wrote the file.
        guard client != Masking.mask else { return client }
        if let known = standIns[client] { return known }
        let id = ClientID(number: 901 + standIns.count).text
        standIns[client] = id
        return id
    }

    /// The body of an event of Cairn's, without what may not be seen; a field that its declaration
    /// does not have is left out.
    mutating func body(_ body: [String: JSONFragment], of type: any Event.Type)
        -> [String: JSONFragment]
    {
        let schema = schema(of: type)
        var masked: [String: JSONFragment] = [:]
        for (name, value) in body.sorted(by: { $0.key < $1.key }) {
            guard let field = schema.fields[name] else { continue }
            let isOpen = type.marks[name] == .open
            masked[name] = shown(value, as: field, in: schema, isOpen: isOpen)
        }
        return masked
    }

    /// The fields of a fact of the therapy's own.
    mutating func fields(_ data: [String: JSONFragment], of fact: FactDeclaration)
        -> [String: JSONFragment]
    {
        var masked: [String: JSONFragment] = [:]
        for (name, value) in data {
            guard let field = fact.fields[name] else { continue }
            let isWritten = field.type == .text && field.mark != .open
            masked[name] = isWritten ? hidden(value) : named(value)
        }
        return masked
    }

    // MARK: How it is done.

    private mutating func schema(of type: any Event.Type) -> Schema {
        let name = type.goldenName
        if let known = schemas[name] { return known }
        let document = try? SchemaSubject.all.first { $0.name == name }?.document()
        let members = document.flatMap(Self.members) ?? [:]
        let schema = Schema(
            fields: members["properties"].flatMap(Self.members) ?? [:],
            definitions: members["$defs"].flatMap(Self.members) ?? [:])
        schemas[name] = schema
        return schema
    }

    private mutating func shown(
        _ value: JSONFragment, as field: JSONFragment, in schema: Schema, isOpen: Bool
    ) -> JSONFragment {
        let members = Self.resolved(field, in: schema)
        switch value {
        case .string(let text):
            if members["x-identifies"] == .string("Client") { return .string(standIn(for: text)) }
            let isKept = isOpen || Self.isNoText(members, text)
            return isKept ? named(value) : .string(Masking.mask)
        case .array(let values):
            let element = members["items"] ?? .object([:])
            return .array(values.map { shown($0, as: element, in: schema, isOpen: isOpen) })
        case .object(let fields):
            let known = members["properties"].flatMap(Self.members) ?? [:]
            let other = members["additionalProperties"] ?? .object([:])
            var shown: [String: JSONFragment] = [:]
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                shown[name] = self.shown(
                    value, as: known[name] ?? other, in: schema, isOpen: isOpen)
            }
            return .object(shown)
        default: return value
        }
    }

    /// Ids stay, but for a client's within them.
    private func named(_ value: JSONFragment) -> JSONFragment {
        switch value {
        case .string(let text):
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            return .string(
                parts.map { standIns[String($0)] ?? String($0) }.joined(separator: "."))
        case .array(let values): return .array(values.map(named))
        case .object(let fields): return .object(fields.mapValues(named))
        default: return value
        }
    }

    private func hidden(_ value: JSONFragment) -> JSONFragment {
        if case .array(let values) = value { return .array(values.map(hidden)) }
        return .string(Masking.mask)
    }

    /// Whether a text is none that somebody wrote: an id, a day, or a word of a vocabulary.
    private static func isNoText(_ members: [String: JSONFragment], _ text: String) -> Bool {
        if members["pattern"] != nil || members["x-identifies"] != nil { return true }
        let choices: [JSONFragment] = [members["enum"], members["anyOf"]].compactMap {
            if case .array(let values)? = $0 { values } else { nil }
        }.flatMap(\.self)
        return choices.contains { choice in
            choice == .string(text) || Self.members(choice)?["const"] == .string(text)
        }
    }

    /// A schema behind its references, and without the choice of nothing.
    private static func resolved(_ field: JSONFragment, in schema: Schema) -> [String: JSONFragment]
    {
        guard let found = members(field) else { return [:] }
        if case .string(let reference)? = found["$ref"],
            let name = reference.split(separator: "/").last,
            let definition = schema.definitions[String(name)]
        {
            return resolved(definition, in: schema)
        }
        if case .array(let choices)? = found["anyOf"], choices.count == 2,
            choices.last == .object(["type": .string("null")]), let first = choices.first
        {
            return resolved(first, in: schema)
        }
        return found
    }

    private static func members(_ value: JSONFragment) -> [String: JSONFragment]? {
        if case .object(let members) = value { members } else { nil }
    }
}
