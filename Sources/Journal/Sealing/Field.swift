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

    /// Bytes of its content in a ``FieldText``.
    var byteCount: Int {
        switch self {
        case .null: 0
        case .integer: 8
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        }
    }
}

/// Values as bytes, each behind its kind and its length, so that no two lists are written alike.
package struct FieldText {
    /// All that was written.
    package private(set) var bytes: [UInt8] = []

    /// Writes some values after a beginning.
    package init(_ fields: some Collection<Field>, after start: [UInt8] = []) {
        bytes.reserveCapacity(fields.reduce(start.count) { $0 + 5 + $1.byteCount })
        bytes += start
        for field in fields { append(field) }
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

    private mutating func append(_ field: Field) {
        switch field {
        case .null: append(0, EmptyCollection())
        case .integer(let number):
            withUnsafeBytes(of: number.bigEndian) { append(1, $0) }
        case .text(let text): append(2, text.utf8)
        case .bytes(let content): append(3, content)
        }
    }

    private mutating func append(_ kind: UInt8, _ content: some Collection<UInt8>) {
        bytes.append(kind)
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(content.count >> shift & 0xff)) }
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
