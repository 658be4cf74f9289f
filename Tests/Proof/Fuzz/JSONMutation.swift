internal import TestKit

/// Changes JSON in ways that keep it JSON, mostly.
enum JSONMutation {
    /// Some changes of a document; one in four is then changed byte by byte too.
    static func mutate(
        _ bytes: [UInt8], with other: [UInt8] = [], by chance: inout SeededGenerator
    ) -> [UInt8] {
        var tree = JSONTree(bytes)
        let donor = JSONTree(other)
        for _ in 0...chance.below(3) { tree = change(tree, donor, &chance) }
        let changed = tree.bytes
        return chance.oneIn(4)
            ? ByteMutation.mutate(changed, with: other, by: &chance) : changed
    }

    private static func change(
        _ tree: JSONTree, _ donor: JSONTree, _ chance: inout SeededGenerator
    ) -> JSONTree {
        switch tree {
        case .array(var values) where !values.isEmpty && !chance.oneIn(6):
            let place = chance.below(values.count)
            switch chance.below(5) {
            case 0: values.remove(at: place)
            case 1: values += Array(repeating: values[place], count: 1 + chance.below(40))
            default: values[place] = change(values[place], donor, &chance)
            }
            return .array(values)
        case .object(var members) where !members.isEmpty && !chance.oneIn(12):
            let place = chance.below(members.count)
            switch chance.below(8) {
            case 0: members.remove(at: place)
            case 1: members.append((members[place].key, leaf(&chance)))
            case 2: members[place].key = text(&chance)
            case 3: members.append((text(&chance), leaf(&chance)))
            default: members[place].value = change(members[place].value, donor, &chance)
            }
            return .object(members)
        default: return replaced(tree, donor, &chance)
        }
    }

    private static func replaced(
        _ tree: JSONTree, _ donor: JSONTree, _ chance: inout SeededGenerator
    ) -> JSONTree {
        switch chance.below(10) {
        case 0: deep(tree, &chance)
        case 1: donor
        case 2: .array([tree])
        case 3: .object([("x", tree)])
        case 4, 5: leaf(&chance)
        default:
            if case .string(let old) = tree {
                .string(chance.oneIn(2) ? text(&chance) : varied(old, &chance))
            } else {
                .raw(chance.one(of: numbers))
            }
        }
    }

    private static func deep(_ tree: JSONTree, _ chance: inout SeededGenerator) -> JSONTree {
        let depth = chance.one(of: [3, 100, 511, 512, 513, 5_000])
        let isArray = chance.oneIn(2)
        let open = String(repeating: isArray ? "[" : "{\"x\":", count: depth)
        let close = String(repeating: isArray ? "]" : "}", count: depth)
        return .raw(open + tree.text + (chance.oneIn(8) ? "" : close))
    }

    private static func leaf(_ chance: inout SeededGenerator) -> JSONTree {
        switch chance.below(4) {
        case 0: .string(text(&chance))
        case 1: .raw(chance.one(of: ["null", "true", "false", "[]", "{}", "\"\"", ""]))
        default: .raw(chance.one(of: numbers))
        }
    }

    /// A text with one letter changed, such as a digit of a date.
    private static func varied(_ text: String, _ chance: inout SeededGenerator) -> String {
        var letters = Array(text)
        guard !letters.isEmpty else { return "x" }
        letters[chance.below(letters.count)] = chance.one(of: Array("0139-+:.TZz \u{301}"))
        return String(letters)
    }

    static func text(_ chance: inout SeededGenerator) -> String {
        switch chance.below(12) {
        case 0: String(repeating: "x", count: chance.one(of: [255, 256, 8_192, 20_000]))
        case 1: "\u{1a}ud800"
        case 2: "\u{1a}udc00\u{1a}ud800"
        case 3: "\u{1a}u0000"
        default: chance.one(of: texts)
        }
    }

    static let numbers = [
        "0", "-0", "-1", "1", "2", "27", "1.0", "0.5", "1e3", "1e-400", "1e400", "-1e999",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "18446744073709551615", "4611686018427387904", "9007199254740993",
        "2147483648", "1.7976931348623157e308", "5e-324", "00", "+1", "0x10", "1.", ".5", "NaN",
        "Infinity", String(repeating: "9", count: 400),
    ]

    private static let texts = [
        "", " ", ".", "..", "-", "*", "*.*", "a.b", "scheduler.session", "supervisor.clock",
        "c-0001", "p1", "t01", "fd1", "2.1", "e\u{301}", "\u{e9}", "\u{202e}abc", "\u{0}", "\r\n",
        "0000-01-01", "0001-01-01", "9999-12-31", "9999-12-31T24:00", "2026-02-29", "+026-01-01",
        "9999-12-31T23:59:59.999Z", "0000-01-01T00:00:00Z", "2026-11-23T24:00:59Z",
        "2026-11-23T+9:30:00Z", "-0:+5", "24:00", "24:01", "mon 09:00-10:00", "mon 00:00-24:00",
        "sun 23:59-24:00", "9223372036854775807", "../../etc/passwd", "a/b", "America/Chicago",
        "tcp://127.0.0.1:65000", "'; DROP TABLE entry; --", "\u{1f9ea}",
    ]
}
