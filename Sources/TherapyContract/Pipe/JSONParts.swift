internal import Messages

/// The members of a JSON object, or the elements of a list, as the bytes that they are.
///
/// A fact passes through the host as it stands in the journal, and a therapy decodes those alone
/// that it knows: so the line around them is cut, not decoded. What is inside a part is judged by
/// whoever decodes it.
struct JSONParts {
    private let bytes: ArraySlice<UInt8>
    private var place: Int

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    /// What stands in an object, by its names; of a name that stands twice the last value counts.
    /// `nil` for anything but one object.
    static func members(of text: ArraySlice<UInt8>) -> [String: ArraySlice<UInt8>]? {
        var parts = JSONParts(text)
        var members: [String: ArraySlice<UInt8>] = [:]
        guard parts.take("{") else { return nil }
        guard !parts.take("}") else { return parts.isAtEnd ? members : nil }
        repeat {
            guard let name = parts.value(), let key = string(name), parts.take(":"),
                let value = parts.value()
            else { return nil }
            members[key] = value
        } while parts.take(",")
        return parts.take("}") && parts.isAtEnd ? members : nil
    }

    /// What stands in a list, in order; `nil` for anything but one list.
    static func elements(of text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        var parts = JSONParts(text)
        var elements: [ArraySlice<UInt8>] = []
        guard parts.take("[") else { return nil }
        guard !parts.take("]") else { return parts.isAtEnd ? elements : nil }
        repeat {
            guard let value = parts.value() else { return nil }
            elements.append(value)
        } while parts.take(",")
        return parts.take("]") && parts.isAtEnd ? elements : nil
    }

    /// What a JSON string stands for; `nil` for anything else.
    static func string(_ text: ArraySlice<UInt8>) -> String? {
        guard text.count >= 2, text.first == UInt8(ascii: "\"") else { return nil }
        let inside = text.dropFirst().dropLast()
        guard inside.contains(UInt8(ascii: "\\")) else {
            return String(validating: inside, as: UTF8.self)
        }
        return try? JSONText.decode(String.self, from: text)
    }

    private var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return place == bytes.endIndex
        }
    }

    private mutating func skipSpace() {
        while place < bytes.endIndex {
            switch bytes[place] {
            case 0x20, 0x09, 0x0d, 0x0a: place += 1
            default: return
            }
        }
    }

    /// Steps over a mark, if it is the next.
    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < bytes.endIndex, bytes[place] == UInt8(ascii: mark) else { return false }
        place += 1
        return true
    }

    /// The next value: a string, something in brackets that are closed again, or a word or number.
    private mutating func value() -> ArraySlice<UInt8>? {
        skipSpace()
        let start = place
        var depth = 0
        while place < bytes.endIndex {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                guard skipString() else { return nil }
                if depth == 0 { return bytes[start..<place] }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return end(of: start) }
                depth -= 1
                if depth == 0 {
                    place += 1
                    return bytes[start..<place]
                }
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0d, 0x0a:
                if depth == 0 { return end(of: start) }
            default: break
            }
            place += 1
        }
        return depth == 0 ? end(of: start) : nil
    }

    private func end(of start: Int) -> ArraySlice<UInt8>? {
        place > start ? bytes[start..<place] : nil
    }

    /// Steps over a string, from its first quote to behind its last.
    private mutating func skipString() -> Bool {
        place += 1
        while place < bytes.endIndex {
            switch bytes[place] {
            case UInt8(ascii: "\\"): place += 2
            case UInt8(ascii: "\""):
                place += 1
                return true
            default: place += 1
            }
        }
        return false
    }
}
