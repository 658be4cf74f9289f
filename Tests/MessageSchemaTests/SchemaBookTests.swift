import Foundation
import Messages
import Testing

@testable import MessageSchema

@Suite("A type's schema is what its decoding asks for")
struct SchemaBookTests {
    struct Inner: Codable {
        var words: [Weekday]
    }

    struct Outer: Codable {
        var text: String
        var count: Int?
        var note: String?
        var inner: Inner
        var maybe: Inner?
        var table: [EventStream: Double]
        var role: Role
        var any: JSONFragment
    }

    @Test("Members, what may be left out, lists, tables and words are all seen")
    func members() throws {
        let book = SchemaBook(definitionsAt: "#/$defs/")
        let schema = try book.outline(of: Outer.self)
        #expect(
            schema == [
                "type": "object", "additionalProperties": true,
                "required": ["any", "inner", "role", "table", "text"],
                "properties": [
                    "text": ["type": "string"],
                    "count": ["type": "integer", "format": "int64"],
                    "note": ["type": "string"],
                    "inner": ["$ref": "#/$defs/SchemaBookTests.Inner"],
                    "maybe": ["$ref": "#/$defs/SchemaBookTests.Inner"],
                    "table": [
                        "type": "object", "additionalProperties": ["type": "number"],
                        "propertyNames": ["$ref": "#/$defs/EventStream"],
                    ],
                    "role": ["$ref": "#/$defs/Role"],
                    "any": [:],
                ],
            ])
        #expect(
            book.definitions["SchemaBookTests.Inner"] == [
                "type": "object", "additionalProperties": true, "required": ["words"],
                "properties": [
                    "words": ["type": "array", "items": ["$ref": "#/$defs/Weekday"]]
                ],
            ])
        #expect(
            book.definitions["Weekday"] == [
                "type": "string", "enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            ])
        guard case .array(let words)? = book.definitions["Role"]?.members["anyOf"] else {
            Issue.record("no words")
            return
        }
        #expect(words.first == ["const": "director"])
        #expect(words.last == ["type": "string"])
    }

    final class Chain: Codable {
        var next: Chain?
    }

    struct Box: Codable {
        var chain: Chain
    }

    @Test("What holds itself refers to itself")
    func recursion() throws {
        let book = SchemaBook(definitionsAt: "#/$defs/")
        _ = try book.outline(of: Box.self)
        #expect(
            book.definitions["SchemaBookTests.Chain"]?.members["properties"] == [
                "next": ["$ref": "#/$defs/SchemaBookTests.Chain"]
            ])
    }

    struct Checked: Decodable {
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            guard try container.decode(String.self) == "right" else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "wrong")
            }
        }
    }

    @Test("A text with rules of its own must declare its form: it is not taken for any text")
    func unseen() {
        #expect(throws: SchemaError.unseen("SchemaBookTests.Checked")) {
            try SchemaBook(definitionsAt: "").outline(of: Checked.self)
        }
    }

    @Test("The forms that are declared are those that the types read")
    func samples() throws {
        func agrees<Form: SchemaForm & Encodable & Equatable>(_ type: Form.Type) throws {
            let text = try JSONText.encode([type.sample])
            #expect(try JSONText.decode([Form].self, from: text) == [type.sample])
            let written = try JSONText.decode([JSONFragment].self, from: text)[0]
            guard case .string(let pattern)? = type.form.members["pattern"],
                case .string(let sample) = written
            else {
                Issue.record("\(type) has no pattern")
                return
            }
            #expect(sample.range(of: pattern, options: .regularExpression) != nil, "\(type)")
        }
        try agrees(Timestamp.self)
        try agrees(LocalDate.self)
        try agrees(TimeOfDay.self)
        try agrees(LocalDateTime.self)
        try agrees(WeeklyTime.self)
        try agrees(Identity.self)
        try agrees(EventStream.self)
    }
}
