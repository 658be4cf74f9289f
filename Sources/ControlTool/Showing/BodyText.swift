internal import ClinicClient
internal import Foundation
internal import Messages

/// The body of a command or query as a person gives it, checked before it is sent.
enum BodyText {
    /// - Parameter argument: JSON, `@FILE`, or `-` for standard input.
    static func read(_ argument: String) throws -> [UInt8] {
        if argument == "-" {
            return Array((try? FileHandle.standardInput.readToEnd()) ?? Data())
        }
        guard argument.hasPrefix("@") else { return Array(argument.utf8) }
        let path = String(argument.dropFirst())
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ClientError.usage(Advice("\(path) cannot be read.", remedy: "Check the path."))
        }
        return Array(data)
    }

    /// A body to copy, in which every value is a placeholder: none of it can be taken for data.
    static func example(of message: some Message) throws -> String {
        let body = try JSONText.decode(JSONFragment.self, from: JSONText.encode(message))
        return try JSONText.readable(body.withPlaceholders)
    }

    /// Shows such a body, and what to do with it.
    static func show(_ message: some Message) throws {
        try Output(
            example(of: message),
            notes: ["Put a value in the place of each <…>: numbers, true and false without quotes."]
        ).show()
    }

    /// Reads a command; `client` fills in the field of that name.
    static func command(_ type: any Command.Type, from bytes: [UInt8], client: String? = nil)
        throws -> any Command
    {
        let bytes = try filled(type, named: type.type, bytes, client: client)
        return try decode(type, named: type.type, from: bytes, tool: "send")
    }

    /// The same for a command that every therapy takes.
    static func command(
        _ type: any TherapyCommand.Type, to therapy: Identity, from bytes: [UInt8],
        client: String? = nil
    ) throws -> any TherapyCommand {
        let name = type.type(for: therapy)
        let bytes = try filled(type, named: name, bytes, client: client)
        return try decode(type, named: name, from: bytes, tool: "send")
    }

    /// A body with the client that a person named beside it.
    private static func filled(
        _ type: any Message.Type, named name: String, _ bytes: [UInt8], client: String?
    ) throws -> [UInt8] {
        try refuseRepeated(in: bytes, type: name)
        guard let client else { return bytes }
        guard type.marks["client"] != nil else {
            throw fault(in: name, "it has no field client", tool: "send")
        }
        var fields = try fields(of: bytes, type: name, tool: "send")
        fields["client"] = .string(client)
        return try JSONText.encode(fields)
    }

    static func query(_ type: any Query.Type, from bytes: [UInt8]) throws -> any Query {
        try decode(type, named: type.type, from: bytes, tool: "ask")
    }

    private static func decode<Body: Message>(
        _ type: Body.Type, named name: String, from bytes: [UInt8], tool: String
    ) throws -> Body {
        if let advice = BodyFlaws(of: bytes).advice(on: name) {
            throw ClientError.usage(
                Advice(advice.problem, remedy: "\(advice.remedy) Nothing was sent."))
        }
        // A reader ignores fields that it does not know; a person's slip must not pass for one.
        let strange = try fields(of: bytes, type: name, tool: tool).keys.sorted()
            .filter { type.marks[$0] == nil }
        guard strange.isEmpty else {
            throw fault(in: name, "it has no field \(strange.joined(separator: ", "))", tool: tool)
        }
        do { return try JSONText.decode(type, from: bytes) } catch {
            throw fault(in: name, place(of: error), tool: tool)
        }
    }

    /// Filling in a field writes the body anew: what stands twice must be found before.
    private static func refuseRepeated(in bytes: [UInt8], type: String) throws {
        let flaws = BodyFlaws(of: bytes)
        guard flaws.repeatedKey != nil || flaws.isForeign, let advice = flaws.advice(on: type)
        else { return }
        throw ClientError.usage(
            Advice(advice.problem, remedy: "\(advice.remedy) Nothing was sent."))
    }

    private static func fields(of bytes: [UInt8], type: String, tool: String) throws
        -> [String: JSONFragment]
    {
        guard let fields = try? JSONText.decode([String: JSONFragment].self, from: bytes) else {
            throw fault(in: type, "it is not a JSON object", tool: tool)
        }
        return fields
    }

    private static func fault(in type: String, _ place: String, tool: String) -> ClientError {
        ClientError.usage(
            Advice(
                "The body does not fit \(type): \(place).",
                remedy: "See `cairn \(tool) --example \(type)`. Nothing was sent."))
    }

    /// Where the fault is, without repeating a value.
    private static func place(of error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "\(key.stringValue) is missing"
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            "\(name(context.codingPath)) is of another kind"
        case DecodingError.dataCorrupted(let context):
            // A sentence of its own, which goes on here.
            "\(name(context.codingPath)): \(context.debugDescription.withoutStop)"
        default: "it cannot be read"
        }
    }

    private static func name(_ path: [any CodingKey]) -> String {
        path.isEmpty ? "the body" : path.map(\.stringValue).joined(separator: ".")
    }
}

extension JSONFragment {
    /// The same with a placeholder in the place of each value; only null stays.
    fileprivate var withPlaceholders: JSONFragment {
        switch self {
        case .null: .null
        case .bool(let value): .string(BodyFlaws.placeholder(for: "\(value)"))
        case .integer(let value): .string(BodyFlaws.placeholder(for: "\(value)"))
        case .number(let value): .string(BodyFlaws.placeholder(for: "\(value)"))
        case .string(let value): .string(BodyFlaws.placeholder(for: value))
        case .array(let values): .array(values.map(\.withPlaceholders))
        case .object(let fields): .object(fields.mapValues(\.withPlaceholders))
        }
    }
}

extension String {
    /// Without the full stop at its end.
    fileprivate var withoutStop: Substring { hasSuffix(".") ? dropLast() : self[...] }
}
