package import Messages

/// One value of a row, in a clear column or in its box.
package enum Field: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    /// A text that may be missing.
    package init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    /// A number that may be missing.
    package init(_ number: Int64?) { self = number.map { .integer($0) } ?? .null }
}

/// Values as bytes, each behind its kind and its length, so that no two lists are written alike.
package struct FieldText {
    /// All that was written.
    package private(set) var bytes: [UInt8] = []

    /// Writes some values after a beginning.
    package init(_ fields: some Collection<Field>, after start: [UInt8] = []) {
        self.init(after: start, roomFor: fields.count)
        for field in fields { append(field) }
    }

    /// A beginning, with room for so many values: mostly they are short.
    init(after start: [UInt8], roomFor count: Int) {
        bytes.reserveCapacity(start.count + 48 * count)
        bytes += start
    }

    /// Writes a message as three values, topic, attributes and data, behind some others.
    package init(_ fields: [Field], _ message: RawMessage) {
        bytes.reserveCapacity(48 * fields.count + message.byteCount + 3 * FieldText.headBytes)
        for field in fields { append(field) }
        for part in [message.topic, message.attributes, message.data] {
            part.withUnsafeBytes { append(3, $0) }
        }
    }

    /// The values that were written; nothing if the bytes are not those of whole values.
    package static func fields(in bytes: [UInt8]) -> [Field]? {
        var fields: [Field] = []
        var rest = bytes[...]
        while let kind = rest.first {
            guard rest.count >= 5 else { return nil }
            let count = rest.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(5)
            guard rest.count >= count, let field = field(kind, rest.prefix(count)) else {
                return nil
            }
            fields.append(field)
            rest = rest.dropFirst(count)
        }
        return fields
    }

    /// Writes one more value.
    mutating func append(_ field: Field) {
        switch field {
        case .null: append(0, UnsafeRawBufferPointer(start: nil, count: 0))
        case .integer(let number):
            withUnsafeBytes(of: number.bigEndian) { append(1, $0) }
        case .text(var text): text.withUTF8 { append(2, UnsafeRawBufferPointer($0)) }
        case .bytes(let content): content.withUnsafeBytes { append(3, $0) }
        }
    }

    /// A kind, and four bytes of length, the highest first.
    private static let headBytes = 5

    private mutating func append(_ kind: UInt8, _ content: UnsafeRawBufferPointer) {
        bytes.append(kind)
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: content.count).bigEndian) {
            bytes.append(contentsOf: $0)
        }
        bytes.append(contentsOf: content)
    }

    private static func field(_ kind: UInt8, _ content: ArraySlice<UInt8>) -> Field? {
        switch kind {
        case 0 where content.isEmpty: .null
        case 1 where content.count == 8:
            .integer(Int64(bitPattern: content.reduce(0) { $0 << 8 | UInt64($1) }))
        case 2: String(validating: content, as: UTF8.self).map { .text($0) }
        case 3: .bytes(Array(content))
        default: nil
        }
    }
}
