internal import Messages

/// Derives the schemas of types from how they decode, and keeps what several of them share.
///
/// A type says in `init(from:)` which members it needs, of which types, and which may be left out.
/// A decoder that writes this down and answers with sample values sees all of it, so that no
/// schema is written by hand.
final class SchemaBook {
    /// What a document defines once, by name.
    private(set) var definitions: [String: JSONFragment] = [:]
    /// Where definitions stand in the document: `#/$defs/`.
    private let place: String
    /// Whose definition a name is.
    private var owners: [String: ObjectIdentifier] = [:]
    /// Types that are being recorded: one that holds itself is met again.
    private var open: Set<ObjectIdentifier> = []

    init(definitionsAt place: String) { self.place = place }

    /// The schema of a type, written out at its top and by reference below.
    func outline<Value: Decodable>(of type: Value.Type) throws -> JSONFragment {
        open.insert(ObjectIdentifier(type))
        defer { open.remove(ObjectIdentifier(type)) }
        return try special(type)?.schema ?? walk(type).schema
    }

    /// The schema of a type as others name it: a reference where it has a name.
    func mention<Value: Decodable>(of type: Value.Type) throws -> JSONFragment {
        if open.contains(ObjectIdentifier(type)) {
            return .reference(place + SchemaBook.name(of: type))
        }
        return try record(type).schema
    }

    /// The schema of a type as others name it, and a value to go on with.
    func record<Value: Decodable>(_ type: Value.Type) throws -> (
        schema: JSONFragment, value: Value
    ) {
        if let found = try special(type) {
            guard let definition = found.definition else { return (found.schema, found.value) }
            return (try define(definition, of: type, found.schema), found.value)
        }
        guard open.insert(ObjectIdentifier(type)).inserted else {
            throw SchemaError.holdsItself(SchemaBook.name(of: type))
        }
        defer { open.remove(ObjectIdentifier(type)) }
        let (schema, value) = try walk(type)
        guard schema.members["properties"] != nil else { return (schema, value) }
        return (try define(SchemaBook.name(of: type), of: type, schema), value)
    }

    /// `Blocker.Kind`: as the source has it, without the module.
    static func name(of type: any Any.Type) -> String {
        String(reflecting: type).split(separator: ".").dropFirst().joined(separator: ".")
    }

    private func walk<Value: Decodable>(_ type: Value.Type) throws -> (
        schema: JSONFragment, value: Value
    ) {
        let recording = Recording(in: self)
        do {
            let value = try type.init(from: SchemaRecorder(recording: recording))
            return (recording.schema, value)
        } catch is DecodingError { throw SchemaError.unseen(SchemaBook.name(of: type)) }
    }

    private func define<Value>(
        _ name: String, of type: Value.Type, _ schema: JSONFragment
    ) throws -> JSONFragment {
        let owner = ObjectIdentifier(type)
        guard owners.updateValue(owner, forKey: name) ?? owner == owner else {
            throw SchemaError.sameName(name)
        }
        definitions[name] = schema
        return .reference(place + name)
    }

    /// Types that say more than their decoding shows.
    private func special<Value: Decodable>(_ type: Value.Type) throws -> (
        definition: String?, schema: JSONFragment, value: Value
    )? {
        func found(_ definition: String?, _ schema: JSONFragment, _ value: Any?) throws
            -> (String?, JSONFragment, Value)
        {
            guard let value = value as? Value else {
                throw SchemaError.unseen(SchemaBook.name(of: type))
            }
            return (definition, schema, value)
        }
        switch type {
        case let type as any SchemaForm.Type:
            return try found(type.definition, type.form, type.sample)
        case let words as any OpenEnumeration.Type:
            return try found(
                SchemaBook.name(of: type), SchemaBook.words(of: words), words.init(rawValue: ""))
        case let words as any (CaseIterable & RawRepresentable<String>).Type:
            let (texts, first) = SchemaBook.cases(of: words)
            return try found(
                SchemaBook.name(of: type), ["type": "string", "enum": .strings(texts)], first)
        case let holder as any HoldsOthers.Type:
            return try found(nil, holder.form(in: self), holder.nothing)
        default: return nil
        }
    }

    /// Words may be added later: another one is valid too, and kept.
    private static func words<Words: OpenEnumeration>(of type: Words.Type) -> JSONFragment {
        let known = type.known.map { ["const": .string($0.rawValue)] as JSONFragment }
        return ["type": "string", "anyOf": .array(known + [["type": "string"]])]
    }

    private static func cases<Words: CaseIterable & RawRepresentable<String>>(
        of type: Words.Type
    ) -> ([String], Any?) { (type.allCases.map(\.rawValue), type.allCases.first) }
}

/// A type of the standard library whose form is that of the types in it.
private protocol HoldsOthers {
    static func form(in book: SchemaBook) throws -> JSONFragment
    static var nothing: Any { get }
}

extension Optional: HoldsOthers where Wrapped: Decodable {
    static func form(in book: SchemaBook) throws -> JSONFragment {
        ["anyOf": [try book.mention(of: Wrapped.self), ["type": "null"]]]
    }
    static var nothing: Any { Wrapped?.none as Any }
}

extension Array: HoldsOthers where Element: Decodable {
    static func form(in book: SchemaBook) throws -> JSONFragment {
        ["type": "array", "items": try book.mention(of: Element.self)]
    }
    static var nothing: Any { [Element]() }
}

extension Set: HoldsOthers where Element: Decodable {
    static func form(in book: SchemaBook) throws -> JSONFragment {
        ["type": "array", "uniqueItems": true, "items": try book.mention(of: Element.self)]
    }
    static var nothing: Any { Set<Element>() }
}

extension ClosedRange: HoldsOthers where Bound: Decodable & ExpressibleByIntegerLiteral {
    static func form(in book: SchemaBook) throws -> JSONFragment {
        [
            "description": "The lowest and the highest.", "type": "array", "minItems": 2,
            "maxItems": 2, "items": try book.mention(of: Bound.self),
        ]
    }
    static var nothing: Any { ClosedRange<Bound>(uncheckedBounds: (0, 0)) }
}

extension Dictionary: HoldsOthers where Key: Decodable, Value: Decodable {
    static func form(in book: SchemaBook) throws -> JSONFragment {
        // The standard library writes any other key as an element of a list.
        guard Key.self == String.self || Key.self is any CodingKeyRepresentable.Type else {
            throw SchemaError.unseen("a dictionary by \(SchemaBook.name(of: Key.self))")
        }
        return [
            "type": "object", "additionalProperties": try book.mention(of: Value.self),
            "propertyNames": try book.mention(of: Key.self),
        ]
    }
    static var nothing: Any { [Key: Value]() }
}
