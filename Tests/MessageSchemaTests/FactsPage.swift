import Foundation
import Messages
import TestKit

@testable import MessageSchema
@testable import TherapyContract

/// The page that lists all that a therapy may be told: made of the declarations, the examples and
/// the lines of docs/protocol.md.
struct FactsPage {
    private static let path = "docs/plugins/facts.md"
    private let meanings: [String: String]
    private let book = SchemaBook(definitionsAt: "#")

    init() throws {
        let page = Golden.root().appendingPathComponent("docs/protocol.md")
        meanings = Self.meanings(in: try String(contentsOf: page, encoding: .utf8))
    }

    /// The name under which an event may be read.
    static func name(of type: any Event.Type, by owner: String) -> String {
        "\(owner).\(type.entity).\(type.fact)"
    }

    /// The events of a service that a therapy may read.
    static func readable(of owner: Identity) -> [any Event.Type] {
        let names = PluginContract.readable(of: owner)
        return MessageCatalog.contract(of: owner)?.publishes.filter {
            names.contains(name(of: $0, by: owner.text))
        } ?? []
    }

    /// What a therapy is told of its own.
    static let own: [any Event.Type] = (MessageCatalog.pluginEvents + MessageCatalog.actEvents)
        .filter { $0 != SessionOffered.self && $0 != OfferingWithdrawn.self }

    /// The whole page.
    func text() throws -> String {
        var parts = [Self.head]
        for contract in MessageCatalog.contracts {
            let events = Self.readable(of: contract.service)
            guard !events.isEmpty else { continue }
            parts.append("## \(contract.service)")
            parts += try events.map { try section($0, by: contract.service.text) }
        }
        parts.append("## Its own")
        parts.append(
            "What a therapy and staff recorded, told to the program behind what it followed from.")
        parts += try Self.own.map { try section($0, by: "<id>") }
        parts.append("## Types")
        parts += book.definitions.sorted { $0.key < $1.key }.map(definition)
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static let head = """
        # What a therapy may hear

        For authors. After this page you know each fact that `reads` of a `plugin.json` may name, what
        is in it, and what it looks like. A test makes this page of the declarations: renew it with
        `UPDATE_GOLDEN=1`.

        The fields are those of `data` of [a fact](pipe.md#a-fact). A field that is not needed may be
        missing. The mark says what a field tells of a client: `open` nothing, `describes` how
        somebody is, `identifies` who. What is not open is masked wherever people look without a
        reason; a program is told all of it, and must not print it.

        Words in a list of words may become more: take one that you do not know for none of those that
        you do. [Types](#types) are at the end.
        """

    private func section(_ type: any Event.Type, by owner: String) throws -> String {
        let name = Self.name(of: type, by: owner)
        let schema = try outline(type).members
        let fields = schema["properties"]?.members ?? [:]
        var lines = ["### `\(name)`", ""]
        if let meaning = meanings["\(type.owner?.text ?? "*").\(type.localType)"] {
            lines += [Self.wrapped(meaning), ""]
        }
        if !fields.isEmpty {
            lines += ["| field | type | needed | mark |", "| --- | --- | --- | --- |"]
            let needed = Self.texts(schema["required"])
            lines += fields.sorted { $0.key < $1.key }.map { field, form in
                let mark = type.marks[field]?.rawValue ?? ""
                return
                    "| `\(field)` | \(words(form)) | \(needed.contains(field) ? "yes" : "") | \(mark) |"
            }
            lines.append("")
        }
        let example = try Self.example(of: type)
        return (lines + ["```json", example, "```"]).joined(separator: "\n")
    }

    private func outline<Body: Event>(_ type: Body.Type) throws -> JSONFragment {
        try book.outline(of: type)
    }

    private static func example<Body: Event>(of type: Body.Type) throws -> String {
        try JSONText.readable(try type.example).trimmingCharacters(in: .newlines)
    }

    private func definition(_ name: String, _ form: JSONFragment) -> String {
        let members = form.members
        var lines = ["### \(name)", ""]
        if case .string(let words)? = members["description"] { lines += [Self.wrapped(words), ""] }
        let fields = members["properties"]?.members ?? [:]
        if fields.isEmpty {
            let words = words(form)
            let example = Self.texts(members["examples"]).first.map { ": `\($0)`" } ?? ""
            lines.append(
                Self.wrapped("\(words.prefix(1).uppercased())\(words.dropFirst())\(example)."))
        } else {
            let needed = Self.texts(members["required"])
            lines += ["| field | type | needed |", "| --- | --- | --- |"]
            lines += fields.sorted { $0.key < $1.key }.map { field, form in
                "| `\(field)` | \(words(form)) | \(needed.contains(field) ? "yes" : "") |"
            }
        }
        return lines.joined(separator: "\n")
    }

    /// A type as people say it.
    private func words(_ form: JSONFragment) -> String {
        let members = form.members
        if case .string(let place)? = members["$ref"] {
            let name = String(place.dropFirst())
            return "[\(name)](#\(name.lowercased().filter { $0 != "." }))"
        }
        if case .string(let kind)? = members["x-identifies"] { return "identifier (\(kind))" }
        if let items = members["items"] { return "list of \(words(items))" }
        if let values = members["additionalProperties"], !values.members.isEmpty {
            return "object of \(words(values))"
        }
        let choice = Self.choice(members)
        if !choice.isEmpty {
            return "one of " + choice.map { "`\($0)`" }.joined(separator: ", ")
        }
        guard case .string(let type)? = members["type"] else { return "any value" }
        switch type {
        case "string": return "text"
        case "integer": return "whole number"
        default: return type
        }
    }

    private static func choice(_ members: [String: JSONFragment]) -> [String] {
        let words = texts(members["enum"])
        guard words.isEmpty, case .array(let choices)? = members["anyOf"] else { return words }
        return choices.compactMap { choice in
            if case .string(let word)? = choice.members["const"] { word } else { nil }
        }
    }

    /// A paragraph as pages have it: lines of at most 100 characters.
    private static func wrapped(_ text: String) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if line.count + 1 + word.count <= 100 {
                lines[lines.count - 1] = "\(line) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func texts(_ list: JSONFragment?) -> [String] {
        guard case .array(let values)? = list else { return [] }
        return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// What docs/protocol.md says of each type.
    private static func meanings(in page: String) -> [String: String] {
        var found: [String: String] = [:]
        for line in page.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard cells.count == 3, cells[0].hasSuffix("`") else { continue }
            found[cells[0].trimmingCharacters(in: ["`"])] = cells[2]
        }
        return found
    }

    /// What differs from the file.
    func difference() throws -> (expected: String, made: String)? {
        try Golden.difference(try text(), path: Self.path)
    }
}
