/// Where each attribute stands in its line.
///
/// One pass finds them all and refuses what a line may not have. A value becomes a Swift value when
/// somebody asks for it: of most messages a reader wants few, and an event's line is kept anyway.
struct AttributeLine: Sendable {
    typealias Key = Attributes.CodingKeys

    /// By attribute: where its text begins and ends, without its quotes.
    ///
    /// Not a vector: one of its elements is set by writing and reading back all of it.
    private var starts = InlineArray<17, UInt16>(repeating: 0)
    private var ends = InlineArray<17, UInt16>(repeating: 0)
    /// Which attributes are there, and whose text has escapes, a bit for each.
    private var known: UInt32 = 0
    private var escaped: UInt32 = 0
    /// The one integer among them.
    private(set) var sequence: Int64?
    /// The two moments, which may be none.
    private(set) var time = Timestamp(milliseconds: 0)
    private(set) var deadline: Timestamp?

    /// Reads a line of attributes, without the line's end.
    init(reading line: Span<UInt8>) throws(FlatObject.Flaw) {
        guard line.count <= UInt16.max else { throw FlatObject.Flaw() }
        var object = FlatObject()
        var names = NameList()
        var unknown: Set<[UInt8]> = []
        while let name = try object.nextName(in: line) {
            guard let place = names.place(of: name, in: line) else {
                guard unknown.insert(name.bytes(in: line)).inserted else {
                    throw FlatObject.Flaw()
                }
                try object.skipValue(in: line)
                continue
            }
            let bit: UInt32 = 1 << UInt32(place)
            guard known & bit == 0 else { throw FlatObject.Flaw() }
            known |= bit
            if place == Key.sequence.place {
                sequence = try object.integer(in: line)
            } else {
                let text = try object.text(in: line)
                starts[place] = UInt16(truncatingIfNeeded: text.start)
                ends[place] = UInt16(truncatingIfNeeded: text.end)
                if text.isEscaped { escaped |= bit }
            }
        }
        guard known & AttributeLine.required == AttributeLine.required,
            let time = moment(.time, in: line)
        else { throw FlatObject.Flaw() }
        self.time = time
        guard has(.deadline) else { return }
        guard let deadline = moment(.deadline, in: line) else { throw FlatObject.Flaw() }
        self.deadline = deadline
    }

    private func moment(_ key: Key, in line: Span<UInt8>) -> Timestamp? {
        guard let text = text(of: key) else { return nil }
        guard !text.isEscaped else { return Timestamp(text.string(in: line)) }
        return Timestamp(line.extracting(text.start..<text.end))
    }

    private func has(_ key: Key) -> Bool { known & 1 << UInt32(key.place) != 0 }

    /// What every message says.
    private static let required: UInt32 = [
        Key.datacontenttype, .id, .source, .specversion, .time, .type,
    ].reduce(0) { $0 | 1 << UInt32($1.place) }

    /// An attribute's text, as it stands in the line.
    func text(of key: Key) -> FlatObject.Text? {
        guard has(key) else { return nil }
        return FlatObject.Text(
            start: Int(starts[key.place]), end: Int(ends[key.place]),
            isEscaped: escaped & 1 << UInt32(key.place) != 0)
    }

    /// What an attribute says.
    func string(of key: Key, in line: Span<UInt8>) -> String? {
        text(of: key)?.string(in: line)
    }

    /// Whether an attribute says just this.
    func says(_ value: StaticString, _ key: Key, in line: Span<UInt8>) -> Bool {
        guard let text = text(of: key) else { return false }
        guard !text.isEscaped else { return text.string(in: line) == value.description }
        return line.extracting(text.start..<text.end).withUnsafeBufferPointer {
            $0.elementsEqual(
                UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
        }
    }

    /// Where the fact of an event stands: its type is `<stream>.<fact>.v<N>`, with the stream that
    /// its topic names. `nil` for any other type.
    func fact(ofEventTo topic: Span<UInt8>, in line: Span<UInt8>) -> Range<Int>? {
        guard let type = text(of: .type), !type.isEscaped else { return nil }
        // `event.` goes, and a dot comes.
        let start = type.start + topic.count - AttributeLine.eventPrefix + 1
        guard start < type.end, line[start - 1] == UInt8(ascii: "."),
            line.holds(topic.extracting(AttributeLine.eventPrefix...), at: type.start)
        else { return nil }
        var end = start
        while end < type.end, Topic.isTokenByte(line[end]) { end += 1 }
        // Behind the fact: `.v`, and a number that begins with no zero.
        guard end > start, type.end - end > 2, line[end] == UInt8(ascii: "."),
            line[end + 1] == UInt8(ascii: "v"), line[end + 2] != UInt8(ascii: "0")
        else { return nil }
        for place in (end + 2)..<type.end
        where !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(line[place]) { return nil }
        return start..<end
    }

    private static let eventPrefix = 6
}

/// Finds which attribute a name is. Names mostly come sorted: each is looked for behind the last.
private struct NameList {
    private static let names = Attributes.CodingKeys.allCases.map { PackedName($0.rawValue) }
    private let names = NameList.names
    private var next = 0

    @inline(__always)
    mutating func place(of name: FlatObject.Text, in line: Span<UInt8>) -> Int? {
        guard let wanted = PackedName(name, in: line) else { return nil }
        var place = next
        for _ in 0..<names.count {
            if place >= names.count { place = 0 }
            if names[place] == wanted {
                next = place + 1
                return place
            }
            place += 1
        }
        return nil
    }
}

/// A name of up to 24 bytes, so that two are compared at a blow.
private struct PackedName: Equatable {
    private let count: Int
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private static let limit = 24

    init(_ name: String) { self.init(Array(name.utf8)) }

    /// Nothing for a longer one, which is no attribute's.
    @inline(__always)
    init?(_ name: FlatObject.Text, in line: Span<UInt8>) {
        let count = name.end - name.start
        guard !name.isEscaped, count <= PackedName.limit,
            name.start + PackedName.limit <= line.count
        else {
            let bytes = name.bytes(in: line)
            guard bytes.count <= PackedName.limit else { return nil }
            self.init(bytes)
            return
        }
        self.init(
            count: count, first: PackedName.word(at: name.start, of: count, in: line),
            second: PackedName.word(at: name.start + 8, of: count - 8, in: line),
            third: PackedName.word(at: name.start + 16, of: count - 16, in: line))
    }

    private init(_ bytes: [UInt8]) {
        func word(_ number: Int) -> UInt64 {
            bytes.dropFirst(8 * number).prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.init(count: bytes.count, first: word(0), second: word(1), third: word(2))
    }

    private init(count: Int, first: UInt64, second: UInt64, third: UInt64) {
        (self.count, self.first, self.second, self.third) = (count, first, second, third)
    }

    /// Eight bytes of a line, of which so many belong to the name, if any.
    @inline(__always)
    private static func word(at place: Int, of count: Int, in line: Span<UInt8>) -> UInt64 {
        guard count > 0 else { return 0 }
        let all = UInt64(
            littleEndian: line.bytes.unsafeLoadUnaligned(
                fromByteOffset: place, as: UInt64.self))
        return count >= 8 ? all : all & (1 << UInt64(8 * count) - 1)
    }
}
