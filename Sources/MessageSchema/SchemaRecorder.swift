internal import Messages

/// What one value was asked for while it decoded.
final class Recording {
    let book: SchemaBook
    private var properties: [String: JSONFragment] = [:]
    private var required: Set<String> = []
    /// Members that were asked after before they were asked for.
    private var doubtful: Set<String> = []
    private var single: JSONFragment?

    init(in book: SchemaBook) { self.book = book }

    /// A value that asked for one thing is that thing; any other is an object, which may have more
    /// members than this version knows.
    var schema: JSONFragment {
        if let single { return single }
        var schema: JSONFragment = [
            "type": "object", "properties": .object(properties), "additionalProperties": true,
        ]
        if !required.isEmpty {
            schema = schema.adding(["required": .strings(required.sorted())])
        }
        return schema
    }

    func needs<Value: Decodable>(_ type: Value.Type, at key: any CodingKey) throws -> Value {
        let (schema, value) = try book.record(type)
        properties[key.stringValue] = schema
        if !doubtful.contains(key.stringValue) { required.insert(key.stringValue) }
        return value
    }

    func asksAfter(_ key: any CodingKey) { doubtful.insert(key.stringValue) }

    func mayHave<Value: Decodable>(_ type: Value.Type, at key: any CodingKey) throws {
        properties[key.stringValue] = try book.mention(of: type)
    }

    func isOne<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (schema, value) = try book.record(type)
        single = schema
        return value
    }
}

/// A decoder without data: it answers with sample values, and records what it is asked for.
struct SchemaRecorder: Decoder {
    let recording: Recording
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RecordedMembers(recording: recording))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw SchemaError.unseen("a list of its own")
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        RecordedValue(recording: recording)
    }
}

private struct RecordedMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let recording: Recording
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    /// So the standard library begins to read a text, a number or a truth that may be left out.
    func contains(_ key: Key) -> Bool {
        recording.asksAfter(key)
        return true
    }

    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try recording.needs(type, at: key)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try recording.mayHave(type, at: key)
        return nil
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        throw SchemaError.unseen(key.stringValue)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw SchemaError.unseen(key.stringValue)
    }

    func superDecoder() throws -> any Decoder { throw SchemaError.unseen("super") }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        throw SchemaError.unseen(key.stringValue)
    }
}

private struct RecordedValue: SingleValueDecodingContainer {
    let recording: Recording
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try recording.isOne(type)
    }
}
