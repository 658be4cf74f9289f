internal import Foundation
internal import Messages
internal import TestKit

/// Attributes, which are read in place by a scanner of their own: against Foundation's decoder.
struct AttributesTarget: Target {
    private let lines: [[UInt8]]

    init() throws { lines = try Corpus().samples.map { Corpus.attributes(of: $0).encoded() } }

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        let line = chance.one(of: lines)
        let other = chance.one(of: lines)
        switch chance.below(8) {
        case 0: return FuzzInput([line])
        case 1: return FuzzInput([ByteMutation.mutate(line, with: other, by: &chance)])
        case 2: return FuzzInput([Self.object(&chance)])
        case 3: return FuzzInput([Self.spaced(line, &chance)])
        default: return FuzzInput([JSONMutation.mutate(line, with: other, by: &chance)])
        }
    }

    /// A whole line into which pieces were put that mean something in JSON.
    private static func object(_ chance: inout SeededGenerator) -> [UInt8] {
        let names = [
            "id", "i\\u0064", "x", "\\ud83d\\ude00", "\\ud83d", "é", "e\\u0301", "sequence",
        ]
        let values = [
            #""a""#, #""\u00e9\n\/""#, "1", "-0", "01", "1.0", "1e3", "9007199254740991",
            "9007199254740992", "null", "true", "{}", #"["a"]"#, "\"\u{1}\"", "\"\u{7f}\"",
        ]
        let members = (0..<chance.below(3)).map { _ in
            "\"\(chance.one(of: names))\":\(chance.one(of: values))"
        }
        let known = #""datacontenttype":"application/json","source":"/a","specversion":"1.0""#
        let rest = #""time":"2026-11-23T00:00:00Z","type":"a.b.c.v1""#
        return Array("{\(([known, rest] + members).joined(separator: ","))}".utf8)
    }

    private static func spaced(_ line: [UInt8], _ chance: inout SeededGenerator) -> [UInt8] {
        let spaces: [[UInt8]] = [[0x20], [0x09], [0x0a], [0x0d], [0xc2, 0xa0], []]
        let marks = Set("{}:,".utf8)
        return line.flatMap { byte in
            marks.contains(byte) && chance.oneIn(4) ? [byte] + chance.one(of: spaces) : [byte]
        }
    }

    func check(_ input: FuzzInput) throws {
        let line = input[0]
        let expected = try? JSONDecoder().decode(Attributes.self, from: Data(line))
        guard let found = try? Attributes(reading: line.span) else {
            try expect(
                expected == nil || Self.isStricter(line), "refused what Foundation reads")
            return
        }
        try expect(found == expected, "read otherwise than Foundation reads it")
        try expect(!Self.isStricter(line), "read what may not stand in attributes")
        try expect(
            try Attributes(reading: found.encoded().span) == found, "written and read it differs")
        let sorted = JSONEncoder()
        sorted.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try expect(
            Array(try sorted.encode(found)) == found.encoded(), "written otherwise than Foundation")
    }

    /// Whether there is something in a text that a JSON decoder may take, and attributes have not:
    /// ends of lines, a name twice, values that are no strings or integers of 53 bits.
    private static func isStricter(_ line: [UInt8]) -> Bool {
        let flaws = BodyFlaws(of: line)
        guard flaws.repeatedKey == nil, !flaws.isForeign, !line.contains(0x0a),
            !line.contains(0x0d),
            !line.starts(with: [0xef, 0xbb, 0xbf]),
            let members = try? JSONDecoder().decode(
                [String: JSONFragment].self, from: Data(line))
        else { return true }
        return members.values.contains { value in
            switch value {
            case .string: false
            case .integer(let number): number.magnitude > 1 << 53 - 1
            default: true
            }
        } || hasFraction(line)
    }

    /// Whether a number is written with a fraction or an exponent, whatever it comes to.
    private static func hasFraction(_ line: [UInt8]) -> Bool {
        var isText = false
        var isEscaped = false
        for byte in line {
            if isText {
                (isText, isEscaped) = (
                    isEscaped || byte != UInt8(ascii: "\""),
                    !isEscaped && byte == UInt8(ascii: "\\")
                )
            } else if byte == UInt8(ascii: "\"") {
                isText = true
            } else if [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(byte) {
                return true
            }
        }
        return false
    }
}
