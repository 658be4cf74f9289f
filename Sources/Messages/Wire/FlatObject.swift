/// Reads one flat JSON object of strings and integers where it stands, member after member.
///
/// It is strict, for what it reads comes from strangers: nested values, fractions, `true` and `null`,
/// a raw control character, broken UTF-8, half a surrogate pair and anything behind the object are
/// refused. White space may stand between tokens, but no end of a line.
struct FlatObject {
    /// The largest integer: one of 53 bits, which every language reads exactly.
    static let largestInteger: Int64 = 1 << 53 - 1

    /// What is refused; what of it is wrong does not matter to anybody.
    struct Flaw: Error {}

    /// A string in its line, between its quotes.
    struct Text: Hashable {
        var start: Int
        var end: Int
        /// Whether it has escapes: then it is not what it stands for.
        var isEscaped = false

        /// What it stands for.
        func bytes(in line: Span<UInt8>) -> [UInt8] {
            isEscaped ? Unescaping.bytes(of: self, in: line) : (start..<end).map { line[$0] }
        }

        /// What it stands for. It was judged when it was read: nothing of it is repaired.
        func string(in line: Span<UInt8>) -> String {
            if isEscaped { return String(decoding: bytes(in: line), as: UTF8.self) }
            return line.extracting(start..<end).withUnsafeBufferPointer {
                String(decoding: $0, as: UTF8.self)
            }
        }
    }

    private var place = 0
    private var isBegun = false

    /// The next member's name, up to its colon; `nil` behind the object, where nothing may follow.
    @inline(__always)
    mutating func nextName(in line: Span<UInt8>) throws(Flaw) -> Text? {
        skipSpace(in: line)
        let byte = try nextByte(in: line)
        if isBegun {
            if byte == UInt8(ascii: "}") { return try end(of: line) }
            guard byte == UInt8(ascii: ",") else { throw Flaw() }
            skipSpace(in: line)
        } else {
            isBegun = true
            guard byte == UInt8(ascii: "{") else { throw Flaw() }
            skipSpace(in: line)
            if place < line.count, line[place] == UInt8(ascii: "}") {
                place += 1
                return try end(of: line)
            }
        }
        let name = try text(in: line)
        skipSpace(in: line)
        guard try nextByte(in: line) == UInt8(ascii: ":") else { throw Flaw() }
        skipSpace(in: line)
        return name
    }

    /// The member's value, which must be a string.
    @inline(__always)
    mutating func text(in line: Span<UInt8>) throws(Flaw) -> Text {
        guard try nextByte(in: line) == UInt8(ascii: "\"") else { throw Flaw() }
        let start = place
        // Most strings are plain: eight bytes are looked at together.
        place = FlatObject.endOfPlain(from: start, in: line)
        guard place < line.count, line[place] == UInt8(ascii: "\"") else {
            return try unusualText(from: start, in: line)
        }
        place += 1
        return Text(start: start, end: place - 1, isEscaped: false)
    }

    /// The place of the first byte that is not a string's own: a quote, a backslash, a control
    /// character, or beyond ASCII; the line's end where there is none.
    @inline(__always)
    private static func endOfPlain(from start: Int, in line: Span<UInt8>) -> Int {
        let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        let bytes = line.bytes
        var place = start
        while place + 8 <= line.count {
            let word = UInt64(
                littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
            let quotes = word ^ (ones * UInt64(UInt8(ascii: "\"")))
            let slashes = word ^ (ones * UInt64(UInt8(ascii: "\\")))
            // The top bit of each byte that is zero, or below a blank; those above the first are
            // not to be relied on.
            let found =
                ((quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
                    | (word &- ones * 0x20) & ~word | word) & tops
            guard found == 0 else { return place + found.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < line.count {
            let byte = line[place]
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""),
                byte != UInt8(ascii: "\\")
            else { return place }
            place += 1
        }
        return place
    }

    /// The member's value, which must be an integer of 53 bits at most.
    mutating func integer(in line: Span<UInt8>) throws(Flaw) -> Int64 {
        var isNegative = false
        if place < line.count, line[place] == UInt8(ascii: "-") {
            isNegative = true
            place += 1
        }
        let start = place
        var value: Int64 = 0
        while place < line.count, let digit = FlatObject.digit(line[place]) {
            value = value * 10 + Int64(digit)
            guard value <= FlatObject.largestInteger else { throw Flaw() }
            place += 1
        }
        // A number begins with no needless zero; what may follow an integer `nextName` knows.
        guard place > start, place == start + 1 || line[start] != UInt8(ascii: "0") else {
            throw Flaw()
        }
        return isNegative ? -value : value
    }

    /// Passes over the value of a member that nobody asks for, and refuses what none may have.
    mutating func skipValue(in line: Span<UInt8>) throws(Flaw) {
        guard place < line.count else { throw Flaw() }
        if line[place] == UInt8(ascii: "\"") {
            _ = try text(in: line)
        } else {
            _ = try integer(in: line)
        }
    }

    private mutating func end(of line: Span<UInt8>) throws(Flaw) -> Text? {
        skipSpace(in: line)
        guard place == line.count else { throw Flaw() }
        return nil
    }

    @inline(__always)
    private mutating func nextByte(in line: Span<UInt8>) throws(Flaw) -> UInt8 {
        guard place < line.count else { throw Flaw() }
        defer { place += 1 }
        return line[place]
    }

    @inline(__always)
    private mutating func skipSpace(in line: Span<UInt8>) {
        while place < line.count,
            line[place] == UInt8(ascii: " ") || line[place] == UInt8(ascii: "\t")
        {
            place += 1
        }
    }

    /// Passes over the rest of a string that has escapes, or bytes beyond ASCII.
    @inline(never)
    private mutating func unusualText(from start: Int, in line: Span<UInt8>) throws(Flaw) -> Text {
        var isEscaped = false
        while true {
            switch try nextByte(in: line) {
            case UInt8(ascii: "\""):
                let text = Text(start: start, end: place - 1, isEscaped: isEscaped)
                let bytes = line.extracting(text.start..<text.end)
                guard
                    bytes.withUnsafeBufferPointer({ String(validating: $0, as: UTF8.self) })
                        != nil
                else { throw Flaw() }
                return text
            case UInt8(ascii: "\\"):
                isEscaped = true
                try skipEscape(in: line)
            case 0x20...: break
            default: throw Flaw()
            }
        }
    }

    private mutating func skipEscape(in line: Span<UInt8>) throws(Flaw) {
        switch try nextByte(in: line) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            break
        case UInt8(ascii: "u"):
            let unit = try fourDigits(in: line)
            // The second half of a pair alone is no scalar, nor is the first without it.
            guard !(0xdc00...0xdfff).contains(unit) else { throw Flaw() }
            guard (0xd800...0xdbff).contains(unit) else { return }
            guard try nextByte(in: line) == UInt8(ascii: "\\"),
                try nextByte(in: line) == UInt8(ascii: "u"),
                (0xdc00...0xdfff).contains(try fourDigits(in: line))
            else { throw Flaw() }
        default: throw Flaw()
        }
    }

    private mutating func fourDigits(in line: Span<UInt8>) throws(Flaw) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = FlatObject.hexDigit(try nextByte(in: line)) else { throw Flaw() }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    @inline(__always)
    private static func digit(_ byte: UInt8) -> UInt8? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? byte - UInt8(ascii: "0") : nil
    }

    /// What a hex digit of either case counts.
    static func hexDigit(_ byte: UInt8) -> UInt8? {
        let lower = byte | 0x20
        return digit(byte)
            ?? ((UInt8(ascii: "a")...UInt8(ascii: "f")).contains(lower)
                ? lower - UInt8(ascii: "a") + 10 : nil)
    }
}

/// Resolves the escapes of a string that ``FlatObject`` has passed over, and so found right.
enum Unescaping {
    static func bytes(of text: FlatObject.Text, in line: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var place = text.start
        while place < text.end {
            guard line[place] == UInt8(ascii: "\\") else {
                bytes.append(line[place])
                place += 1
                continue
            }
            switch line[place + 1] {
            case UInt8(ascii: "b"): bytes.append(0x08)
            case UInt8(ascii: "f"): bytes.append(0x0c)
            case UInt8(ascii: "n"): bytes.append(0x0a)
            case UInt8(ascii: "r"): bytes.append(0x0d)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "u"):
                place = append(scalarAt: place, in: line, to: &bytes)
                continue
            case let byte: bytes.append(byte)
            }
            place += 2
        }
        return bytes
    }

    /// Appends what `\u` and four digits name, or a pair of them; the place behind.
    private static func append(
        scalarAt place: Int, in line: Span<UInt8>, to bytes: inout [UInt8]
    ) -> Int {
        func unit(at place: Int) -> UInt32 {
            (2..<6).reduce(0) { $0 << 4 | UInt32(FlatObject.hexDigit(line[place + $1]) ?? 0) }
        }
        var value = unit(at: place)
        var end = place + 6
        if (0xd800...0xdbff).contains(value) {
            value = 0x10000 + (value - 0xd800) << 10 + (unit(at: end) - 0xdc00)
            end += 6
        }
        if let scalar = Unicode.Scalar(value) { bytes.append(contentsOf: String(scalar).utf8) }
        return end
    }
}
