internal import Messages

/// JSON as it is written, with what no encoder writes: a key twice, or a number of any length.
indirect enum JSONTree {
    /// Written as it is.
    case raw(String)
    case string(String)
    case array([JSONTree])
    case object([(key: String, value: JSONTree)])

    init(_ fragment: JSONFragment) {
        switch fragment {
        case .null: self = .raw("null")
        case .bool(let value): self = .raw("\(value)")
        case .integer(let value): self = .raw("\(value)")
        case .number(let value): self = .raw("\(value)")
        case .string(let value): self = .string(value)
        case .array(let values): self = .array(values.map(JSONTree.init))
        case .object(let members):
            self = .object(members.sorted { $0.key < $1.key }.map { ($0.key, JSONTree($0.value)) })
        }
    }

    /// What some bytes hold; `null` for what is no JSON.
    init(_ bytes: [UInt8]) {
        self.init((try? JSONText.decode(JSONFragment.self, from: bytes)) ?? .null)
    }

    var text: String {
        switch self {
        case .raw(let text): text
        case .string(let text): JSONTree.quoted(text)
        case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.map { JSONTree.quoted($0.key) + ":" + $0.value.text }
                .joined(separator: ",") + "}"
        }
    }

    var bytes: [UInt8] { Array(text.utf8) }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            // An escape that a mutation asks for stays one: U+001A stands for its backslash.
            case "\u{1a}": quoted += "\\"
            case _ where scalar.value < 32:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
