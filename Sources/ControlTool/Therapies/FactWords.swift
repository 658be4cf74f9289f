internal import ClinicClient
internal import Messages
internal import TherapyContract

/// A fact of a therapy's own as a person types it: the client, and FIELD=VALUE for each field.
struct FactWords {
    /// Whom it is about; `nil` for a fact about the clinic.
    let client: ClientID?
    let data: [String: JSONFragment]

    /// - Throws: ``ClientError``, which repeats no value: a value may describe a client.
    init(_ words: [String], for fact: FactDeclaration) throws {
        var rest = words[...]
        if fact.about == .client {
            guard let first = rest.popFirst(), !first.contains("=") else {
                throw FactWords.slip(
                    "\(fact.name) is about a client, and none is named.",
                    "Name the client before the fields.")
            }
            client = try ClientWord(argument: first).id()
        } else {
            client = nil
        }
        var data: [String: JSONFragment] = [:]
        for word in rest {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map(String.init)
            guard parts.count == 2 else {
                throw FactWords.slip(
                    "A field looks like FIELD=VALUE, in quotes where it has spaces.",
                    FactWords.fields(of: fact))
            }
            let name = try ShortForm.of(parts[0], in: fact.fields.keys.sorted(), naming: "field")
            guard let field = fact.fields[name] else { continue }
            guard data[name] == nil else {
                throw FactWords.slip("\(name) is given twice.", "Give each field once.")
            }
            data[name] = try FactWords.value(parts[1], of: field, named: name)
        }
        if let missing = fact.fields.keys.sorted().first(where: {
            data[$0] == nil && fact.fields[$0]?.optional == false
        }) {
            throw FactWords.slip("\(missing) is missing.", FactWords.fields(of: fact))
        }
        self.data = data
    }

    private static func value(
        _ text: String, of field: FactField, named name: String
    ) throws(ClientError) -> JSONFragment {
        guard field.list else { return try single(text, of: field, named: name) }
        var values: [JSONFragment] = []
        for part in text.split(separator: ",").map({ String($0).trimmed }) {
            values.append(try single(part, of: field, named: name))
        }
        return .array(values)
    }

    private static func single(
        _ text: String, of field: FactField, named name: String
    ) throws(ClientError) -> JSONFragment {
        switch field.type {
        case .text, .identifier: return .string(text)
        case .integer:
            if let number = Int64(text) { return .integer(number) }
        case .number:
            if let number = Int64(text) { return .integer(number) }
            if let number = Double(text), number.isFinite { return .number(number) }
        case .boolean:
            switch text.lowercased() {
            case "yes", "true": return .bool(true)
            case "no", "false": return .bool(false)
            default: break
            }
        case .date:
            if LocalDate(text) != nil { return .string(text) }
        }
        throw slip("\(name) is no \(field.type.rawValue).", "Write \(example(of: field.type)).")
    }

    private static func example(of kind: FactField.Kind) -> String {
        switch kind {
        case .text: "one line"
        case .integer: "a whole number, such as 9"
        case .number: "a number, such as 2.5"
        case .boolean: "yes or no"
        case .date: "a day, such as 2026-11-02"
        case .identifier: "a name of small letters, digits and hyphens"
        }
    }

    private static func fields(of fact: FactDeclaration) -> String {
        let names = fact.fields.sorted { $0.key < $1.key }.map { name, field in
            "\(name) (\(field.type.rawValue)\(field.optional ? ", may be left out" : ""))"
        }
        return names.isEmpty ? "It has no fields." : "Its fields: \(names.joined(separator: ", "))."
    }

    private static func slip(_ problem: String, _ remedy: String) -> ClientError {
        .usage(Advice(problem, remedy: "\(remedy) Nothing was sent."))
    }
}
