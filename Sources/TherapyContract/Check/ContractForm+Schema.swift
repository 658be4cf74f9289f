public import Messages

extension PluginContract {
    /// The JSON Schema (2020-12) of `plugin.json`, as docs/plugins/plugin.schema.json has it.
    ///
    /// What a schema cannot say, such as that each name that is used exists, ``ContractCheck`` says.
    public static var schema: JSONFragment {
        var members = ContractForm.therapy.schema
        members["$schema"] = .string("https://json-schema.org/draft/2020-12/schema")
        members["$id"] = .string("https://cairn.invalid/schemas/plugin.schema.json")
        members["title"] = .string("A therapy of Cairn's, contract \(current)")
        members["description"] = .string(
            "What a therapy is: its plugin.json. What a schema cannot say, such as that each name"
                + " that is used exists, `cairn plugin add` says.")
        return .object(members)
    }
}

extension ContractForm {
    var schema: [String: JSONFragment] {
        switch self {
        case .record(let fields, let choice): return ContractForm.schema(of: fields, choice)
        case .map(let form, let most):
            return [
                "type": .string("object"), "additionalProperties": .object(form.schema),
                "maxProperties": .integer(Int64(most)),
                "propertyNames": .object(ContractForm.token.schema),
            ]
        case .list(let form, let least, let most):
            return [
                "type": .string("array"), "items": .object(form.schema),
                "minItems": .integer(Int64(least)), "maxItems": .integer(Int64(most)),
            ]
        case .text: return ContractForm.textSchema
        case .title:
            let texts: [String: JSONFragment] = [
                "type": .string("object"),
                "propertyNames": .object([
                    "type": .string("string"), "pattern": .string("^[a-z]{2,3}$"),
                ]),
                "required": .array([.string(LocalizedText.fallback)]),
                "additionalProperties": .object(ContractForm.textSchema),
            ]
            return ["oneOf": .array([.object(ContractForm.textSchema), .object(texts)])]
        case .token: return pattern("^[a-z0-9-]{1,\(ContractForm.longestToken)}$")
        case .eventName: return pattern(#"^[a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9-]+$"#)
        case .word(let words): return ["enum": .array(words.map { .string($0) })]
        case .whole(let range):
            return [
                "type": .string("integer"), "minimum": .integer(Int64(range.lowerBound)),
                "maximum": .integer(Int64(range.upperBound)),
            ]
        case .number: return ["type": .string("number")]
        case .flag: return ["type": .string("boolean")]
        case .setting:
            return ["type": .array(["string", "number", "boolean"].map { .string($0) })]
        case .names(let form):
            return ["type": .string("object"), "additionalProperties": .object(form.schema)]
        case .words: return ["type": .string("string"), "minLength": .integer(1)]
        case .anyText: return ["type": .string("string")]
        case .form: return ["type": .string("object")]
        }
    }

    private func pattern(_ text: String) -> [String: JSONFragment] {
        ["type": .string("string"), "pattern": .string(text)]
    }

    /// Control characters of ASCII and ISO 8859-1, and what begins another line, are none of it.
    private static var textSchema: [String: JSONFragment] {
        let steering = #"\u0000-\u001f\u007f-\u009f\u2028\u2029"#
        return [
            "type": .string("string"), "minLength": .integer(1),
            "maxLength": .integer(Int64(ContractText.limit)),
            "pattern": .string("^[^\(steering)]*[^\\s\(steering)][^\(steering)]*$"),
        ]
    }

    private static func schema(of fields: [Field], _ choice: [String]) -> [String: JSONFragment] {
        let properties = fields.map { field in
            let described = field.form.schema.merging(
                ["description": .string(field.meaning)], uniquingKeysWith: { form, _ in form })
            return (field.name, JSONFragment.object(described))
        }
        var members: [String: JSONFragment] = [
            "type": .string("object"), "additionalProperties": .bool(false),
            "required": .array(fields.filter(\.isNeeded).map { .string($0.name) }),
            "properties": .object(Dictionary(uniqueKeysWithValues: properties)),
        ]
        if !choice.isEmpty {
            members["anyOf"] = .array(
                choice.map { name in
                    let filled = JSONFragment.object([name: .object(["minItems": .integer(1)])])
                    return .object(["required": .array([.string(name)]), "properties": filled])
                })
        }
        return members
    }
}
