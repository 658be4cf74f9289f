/// The lines in which the parts of a JSON text stand, and what stands twice in one object.
///
/// It reads the bytes once, and stops where they are no JSON or nest more than 64 deep.
struct JSONPlaces {
    /// The lines by the keys and numbers that lead to a part.
    private var lines: [[String]: Int] = [:]
    /// The keys that stand twice in one object, by the way to them.
    private(set) var repeated: [[String]] = []
    /// The line in which what is no JSON breaks off; `nil` for JSON.
    private(set) var brokenLine: Int?

    private static let limitDepth = 64

    init(_ bytes: [UInt8]) {
        var reader = Reader(bytes: bytes)
        if !reader.value(at: [], in: &self) || !reader.isAtEnd { brokenLine = reader.line }
    }

    /// The line of a part, else of the nearest part around it.
    func line(of path: [String]) -> Int? {
        for count in stride(from: path.count, through: 0, by: -1) {
            if let line = lines[Array(path.prefix(count))] { return line }
        }
        return nil
    }

    private struct Reader {
        let bytes: [UInt8]
        var place = 0
        var line = 1

        private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

        var isAtEnd: Bool {
            mutating get {
                skipBlanks()
                return byte == nil
            }
        }

        /// - Returns: whether there was a value.
        mutating func value(at path: [String], in places: inout JSONPlaces) -> Bool {
            skipBlanks()
            if places.lines[path] == nil { places.lines[path] = line }
            guard path.count <= JSONPlaces.limitDepth, let byte else { return false }
            switch byte {
            case UInt8(ascii: "{"): return object(at: path, in: &places)
            case UInt8(ascii: "["): return array(at: path, in: &places)
            case UInt8(ascii: "\""): return string() != nil
            default: return word()
            }
        }

        private mutating func object(at path: [String], in places: inout JSONPlaces) -> Bool {
            place += 1
            var keys: Set<String> = []
            if take(UInt8(ascii: "}")) { return true }
            repeat {
                skipBlanks()
                let start = line
                guard byte == UInt8(ascii: "\""), let key = string() else { return false }
                let way = path + [key]
                if !keys.insert(key).inserted {
                    places.repeated.append(way)
                    places.lines[way] = start
                }
                guard take(UInt8(ascii: ":")), value(at: way, in: &places) else { return false }
            } while take(UInt8(ascii: ","))
            return take(UInt8(ascii: "}"))
        }

        private mutating func array(at path: [String], in places: inout JSONPlaces) -> Bool {
            place += 1
            var count = 0
            if take(UInt8(ascii: "]")) { return true }
            repeat {
                guard value(at: path + ["\(count)"], in: &places) else { return false }
                count += 1
            } while take(UInt8(ascii: ","))
            return take(UInt8(ascii: "]"))
        }

        /// - Returns: what stands between the quotes, as it is written; `nil` where it does not end.
        private mutating func string() -> String? {
            place += 1
            let start = place
            while let byte, byte >= 0x20 {
                if byte == UInt8(ascii: "\"") {
                    defer { place += 1 }
                    return String(decoding: bytes[start..<place], as: UTF8.self)
                }
                place += byte == UInt8(ascii: "\\") ? 2 : 1
            }
            return nil
        }

        /// A number, `true`, `false` or `null`: the decoder judges it.
        private mutating func word() -> Bool {
            let start = place
            while let byte, "+-.".utf8.contains(byte) || Reader.isLetterOrDigit(byte) {
                place += 1
            }
            return place > start
        }

        private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"):
                true
            default: false
            }
        }

        private mutating func take(_ wanted: UInt8) -> Bool {
            skipBlanks()
            guard byte == wanted else { return false }
            place += 1
            return true
        }

        private mutating func skipBlanks() {
            while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
                if byte == 0x0A { line += 1 }
                place += 1
            }
        }
    }
}
