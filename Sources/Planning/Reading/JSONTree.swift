/// A JSON text as a tree, so that all that is wrong with a file can be told at once, each fault by
/// its path. Numbers are whole: `iop-week/1` has no others.
indirect enum JSONTree: Hashable {
    case null
    case bool(Bool)
    case number(Int)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])

    /// What it is, in words for an error.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .object: "an object"
        }
    }

    /// Reads a whole text, or says where it is no JSON.
    static func parse(_ bytes: [UInt8]) throws(ProblemFault) -> JSONTree {
        var parser = JSONParser(bytes)
        return try parser.whole()
    }
}

/// Reads JSON of UTF-8 bytes, one value at a time.
private struct JSONParser {
    /// Deeper nesting is refused: a file of some hundred brackets must not use the stack up.
    private static let deepest = 64
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func whole() throws(ProblemFault) -> JSONTree {
        let tree = try value(depth: 0)
        skipSpace()
        guard place == bytes.count else { throw broken("a text after the end") }
        return tree
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || byte == 10 || byte == 13 || byte == 9 { place += 1 }
    }

    private mutating func value(depth: Int) throws(ProblemFault) -> JSONTree {
        guard depth < JSONParser.deepest else { throw broken("brackets that are too deep") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws(ProblemFault) -> JSONTree {
        var members: [String: JSONTree] = [:]
        place += 1
        skipSpace()
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw broken("no name of a field") }
            let name = try text()
            guard members[name] == nil else { throw broken("a second field \"\(name)\"") }
            skipSpace()
            guard take(":") else { throw broken("no colon") }
            members[name] = try value(depth: depth + 1)
            skipSpace()
        } while take(",")
        guard take("}") else { throw broken("no closing brace") }
        return .object(members)
    }

    private mutating func list(depth: Int) throws(ProblemFault) -> JSONTree {
        var items: [JSONTree] = []
        place += 1
        skipSpace()
        if take("]") { return .list(items) }
        repeat {
            items.append(try value(depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw broken("no closing bracket") }
        return .list(items)
    }

    private mutating func take(_ character: Character) -> Bool {
        guard next == character.asciiValue else { return false }
        place += 1
        return true
    }

    private mutating func word(_ word: String, _ tree: JSONTree) throws(ProblemFault) -> JSONTree {
        for byte in word.utf8 {
            guard next == byte else { throw broken("a word that is not \(word)") }
            place += 1
        }
        return tree
    }

    private mutating func number() throws(ProblemFault) -> Int {
        let start = place
        while let byte = next, (48...57).contains(byte) || byte == 45 { place += 1 }
        // A fraction that says nothing, as some writers put it, is a whole number too.
        let end = place
        if next == UInt8(ascii: ".") {
            place += 1
            while next == 48 { place += 1 }
        }
        guard let number = Int(String(decoding: bytes[start..<end], as: UTF8.self)),
            next.map({ !(48...57).contains($0) && $0 != 46 && $0 != 69 && $0 != 101 }) ?? true
        else { throw broken("no whole number") }
        return number
    }

    private mutating func text() throws(ProblemFault) -> String {
        place += 1
        var units: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: units, as: UTF8.self) else {
                    throw broken("a text that is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): units += try escaped()
            case 0..<32: throw broken("a control character in a text")
            default: units.append(byte)
            }
        }
        throw broken("a text without an end")
    }

    private mutating func escaped() throws(ProblemFault) -> [UInt8] {
        guard let byte = next else { throw broken("a text without an end") }
        place += 1
        let plain: [UInt8: UInt8] = [
            34: 34, 92: 92, 47: 47, 98: 8, 102: 12, 110: 10, 114: 13, 116: 9,
        ]
        if let plain = plain[byte] { return [plain] }
        guard byte == UInt8(ascii: "u") else { throw broken("an unknown escape") }
        let high = try hexadecimal()
        guard (0xD800..<0xDC00).contains(high) else { return try utf8(of: [high]) }
        guard take("\\"), take("u") else { throw broken("half of a character") }
        return try utf8(of: [high, try hexadecimal()])
    }

    private mutating func hexadecimal() throws(ProblemFault) -> UInt16 {
        guard place + 4 <= bytes.count,
            let code = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
        else { throw broken("an escape that is no number") }
        place += 4
        return code
    }

    private func utf8(of units: [UInt16]) throws(ProblemFault) -> [UInt8] {
        guard let text = String(validating: units, as: UTF16.self) else {
            throw broken("half of a character")
        }
        return Array(text.utf8)
    }

    private func broken(_ what: String) -> ProblemFault {
        let before = bytes[..<min(place, bytes.count)]
        let line = before.count { $0 == 10 } + 1
        return ProblemFault(
            path: "line \(line)", problem: "This is no JSON: \(what).",
            remedy: "Mend the text there; `python3 -m json.tool FILE` shows the same place.")
    }
}
