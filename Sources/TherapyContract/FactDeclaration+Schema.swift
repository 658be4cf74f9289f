public import Messages

extension PluginContract {
    /// The JSON Schemas of its own facts as they are published, by `<id>.record.<fact>`.
    public var factSchemas: [String: JSONFragment] {
        Dictionary(facts.map { ("\(id).record.\($0.name)", $0.schema(in: id)) }) { first, _ in first
        }
    }
}

extension FactDeclaration {
    /// The body of a ``RecordAdded`` of this fact, as a JSON Schema.
    fileprivate func schema(in therapy: Identity) -> JSONFragment {
        let needed = fields.filter { !$0.value.optional }.keys.sorted()
        var members: [String: JSONFragment] = [
            "name": .object(["const": .string(name)]),
            "data": .object([
                "type": .string("object"),
                "properties": .object(fields.mapValues(\.schema)),
                "required": .array(needed.map(JSONFragment.string)),
                "additionalProperties": .bool(false),
            ]),
        ]
        var required = ["data", "name"]
        if about == .client {
            members["client"] = .object(["type": .string("string")])
            required.append("client")
        }
        return .object([
            "title": .string("\(RecordAdded.type(by: therapy)): \(name)"),
            "type": .string("object"),
            "properties": .object(members),
            "required": .array(required.sorted().map(JSONFragment.string)),
        ])
    }
}

extension FactField {
    fileprivate var schema: JSONFragment {
        let one: JSONFragment =
            switch type {
            case .text:
                .object([
                    "type": .string("string"), "maxLength": .integer(Int64(ContractText.limit)),
                ])
            case .integer: .object(["type": .string("integer")])
            case .number: .object(["type": .string("number")])
            case .boolean: .object(["type": .string("boolean")])
            case .date: .object(["type": .string("string"), "format": .string("date")])
            case .identifier:
                .object(["type": .string("string"), "pattern": .string("^[a-z0-9-]+$")])
            }
        guard list else { return one }
        return .object(["type": .string("array"), "items": one])
    }
}
