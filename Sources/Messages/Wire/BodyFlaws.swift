/// What is wrong with a JSON text although a decoder takes it: a key that stands twice in one
/// object, of which a decoder silently drops one value, and a placeholder of an example.
///
/// It reads the bytes once and judges nothing else: what is no JSON at all is the decoder's to say.
public struct BodyFlaws: Hashable, Sendable {
    /// The first key that stands twice in one object, with the way to it: `answers.9`.
    public private(set) var repeatedKey: String?
    /// The first values, or names of fields, that still are a placeholder: `client`, `answers.1`.
    public private(set) var placeholders: [String] = []
    /// Whether it is another encoding than UTF-8, in which the bytes tell nothing.
    public private(set) var isForeign = false

    /// How many placeholders are named, and how much of a way: both come from a stranger.
    private static let named = 8
    private static let longestWay = 80

    /// Finds the flaws of a JSON text.
    public init(of bytes: [UInt8]) { self.init(of: bytes[...]) }

    /// Finds the flaws of a JSON text that is part of a longer one.
    public init(of bytes: ArraySlice<UInt8>) {
        var scan = Scan()
        bytes.withUnsafeBufferPointer { scan.read($0) }
        repeatedKey = scan.repeatedKey.map(BodyFlaws.short)
        placeholders = scan.placeholders.prefix(BodyFlaws.named).map(BodyFlaws.short)
        // UTF-16 and UTF-32, which a decoder takes too, have a zero beside each bracket.
        isForeign = scan.hasZero
    }

    /// What an example shows in the place of a value; no field of a body takes it.
    public static func placeholder(for value: String) -> String { "<\(value)>" }

    /// Whether a text is a placeholder.
    static func isPlaceholder(_ text: some StringProtocol) -> Bool {
        let words = text.drop { $0.isWhitespace }
        guard words.first == "<", let end = words.lastIndex(where: { !$0.isWhitespace }),
            words[end] == ">"
        else { return false }
        let inside = words[words.index(after: words.startIndex)..<max(end, words.startIndex)]
        return !inside.isEmpty && !inside.contains { $0 == "<" || $0 == ">" }
    }

    /// What is wrong, and what to do; `nil` for a text without a flaw. No value is repeated.
    ///
    /// - Parameter type: what the text should be.
    public func advice(on type: String) -> Advice? {
        if isForeign {
            return Advice("The body of \(type) is not UTF-8.", remedy: "Send it in UTF-8.")
        }
        if let repeatedKey {
            return Advice(
                "The body of \(type) says \(repeatedKey) twice, and only one can be meant.",
                remedy: "Leave out the wrong one.")
        }
        guard !placeholders.isEmpty else { return nil }
        return Advice(
            "The body of \(type) still has the placeholder of an example in"
                + " \(placeholders.joined(separator: ", ")).",
            remedy: "Put in what you mean, or leave the field out if it may be.")
    }

    private static func short(_ way: String) -> String {
        way.count <= longestWay ? way : way.prefix(longestWay) + "…"
    }
}

/// One pass over the bytes of a JSON text. It never fails: what follows no grammar is passed over.
private struct Scan {
    /// An object or a list that is open.
    private struct Level {
        let isObject: Bool
        var keys: Set<String> = []
        var key = ""
        var index = 0
        var isBeforeKey: Bool

        init(isObject: Bool) {
            self.isObject = isObject
            isBeforeKey = isObject
        }
    }

    private(set) var repeatedKey: String?
    private(set) var placeholders: [String] = []
    private(set) var hasZero = false
    private var levels: [Level] = []

    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        var place = 0
        while place < bytes.count {
            switch bytes[place] {
            case 0: hasZero = true
            case UInt8(ascii: "\""):
                let end = Scan.end(of: bytes, from: place)
                note(bytes, place..<end)
                place = end
            case UInt8(ascii: "{"): levels.append(Level(isObject: true))
            case UInt8(ascii: "["): levels.append(Level(isObject: false))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
            case UInt8(ascii: ","): pass()
            default: break
            }
            place += 1
        }
    }

    /// The place of the quote that ends a text.
    private static func end(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var place = start + 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(place, bytes.count)
    }

    private mutating func pass() {
        guard let last = levels.indices.last else { return }
        levels[last].isBeforeKey = levels[last].isObject
        levels[last].index += 1
    }

    /// Takes in a text, from its first quote up to the last.
    private mutating func note(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        let last = levels.indices.last
        let isKey = last.map { levels[$0].isBeforeKey } ?? false
        let inside = bytes[(range.lowerBound + 1)..<max(range.upperBound, range.lowerBound + 1)]
        guard isKey || Scan.mayBePlaceholder(inside) else { return }
        let text = Scan.text(inside)
        if isKey, let last {
            levels[last].isBeforeKey = false
            levels[last].key = text
            if !levels[last].keys.insert(text).inserted { repeatedKey = repeatedKey ?? way }
        }
        if BodyFlaws.isPlaceholder(text) { placeholders.append(isKey ? way : valueWay) }
    }

    /// Most values are told by a glance: nothing of them is copied.
    private static func mayBePlaceholder(_ inside: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        inside.contains(UInt8(ascii: "<")) || inside.contains(UInt8(ascii: "\\"))
    }

    private static func text(_ inside: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        guard inside.contains(UInt8(ascii: "\\")) else {
            return String(decoding: inside, as: UTF8.self)
        }
        let quoted = [UInt8(ascii: "\"")] + inside + [UInt8(ascii: "\"")]
        return (try? JSONText.decode(String.self, from: quoted))
            ?? String(decoding: inside, as: UTF8.self)
    }

    private var way: String {
        levels.map { $0.isObject ? $0.key : String($0.index) }.joined(separator: ".")
    }

    private var valueWay: String { levels.isEmpty ? "the whole" : way }
}
