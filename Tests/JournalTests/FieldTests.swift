import Messages
import Testing

@testable import Journal

@Suite("The values of a row as bytes")
struct FieldTests {
    static let fields: [Field] = [
        .null, .integer(-7), .integer(.max), .text("ü"), .text(""), .bytes([]),
        .bytes((0..<300).map { UInt8($0 % 256) }),
    ]

    @Test("They come back as they were written")
    func roundTrip() {
        #expect(FieldText.fields(in: FieldText(Self.fields).bytes) == Self.fields)
        #expect(FieldText.fields(in: []) == [])
    }

    @Test("Each counts with its kind and its length: no two lists are written alike")
    func distinct() {
        let lists: [[Field]] = [
            [], [.null], [.null, .null], [.text("")], [.bytes([])], [.text("ab")],
            [.text("a"), .text("b")], [.bytes([97, 98])], [.integer(0)],
            [.bytes(Array(repeating: 0, count: 8))],
        ]
        #expect(Set(lists.map { FieldText($0).bytes }).count == lists.count)
    }

    @Test("A message is written as the three values that it is, behind others or alone")
    func message() {
        let raw = RawMessage(topic: Array("e.x".utf8), attributes: [1, 2], data: [])
        let fields: [Field] = [.bytes(Array("e.x".utf8)), .bytes([1, 2]), .bytes([])]
        #expect(FieldText([], raw).bytes == FieldText(fields).bytes)
        #expect(FieldText(Self.fields, raw).bytes == FieldText(Self.fields + fields).bytes)
    }

    @Test("Bytes of which some are missing are no values, and end no process")
    func cut() {
        let bytes = FieldText(Self.fields).bytes
        for count in 0..<bytes.count {
            if let fields = FieldText.fields(in: Array(bytes.prefix(count))) {
                #expect(fields == Array(Self.fields.prefix(fields.count)))
            }
        }
        #expect(FieldText.fields(in: [9, 0, 0, 0, 0]) == nil)
        #expect(FieldText.fields(in: [2, 0, 0, 0, 1, 0xff]) == nil)
    }
}
