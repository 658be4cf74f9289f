import FoundationEssentials

/// JSON as Cairn writes it: sorted keys, so the same value is always the same bytes.
public enum JSONText {
    /// Made once: nobody changes how they work, and each text asks for one.
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
    private static let decoder = JSONDecoder()

    /// One line of UTF-8. Throws an `EncodingError` for what JSON cannot hold, such as infinity.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        Array(try encoder.encode(value))
    }

    /// Indented, for files and terminals that people read.
    public static func readable(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Reads one JSON value; members that the type does not name are ignored.
    ///
    /// Throws a `DecodingError` for what is no JSON, or does not fit the type.
    public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws
        -> Value
    {
        try decode(type, from: bytes[...])
    }

    /// The same for a part of a longer text.
    public static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: ArraySlice<UInt8>
    ) throws -> Value {
        try decoder.decode(type, from: Data(bytes))
    }
}
