import Messages
import Testing

@testable import TherapyContract

@Suite("The bounds of a fact's field")
struct FieldBoundsTests {
    private func field(_ text: String) throws -> FactField {
        try JSONText.decode(FactField.self, from: Array(text.utf8))
    }

    @Test("A number is taken from its least to its most, both included")
    func bounds() throws {
        let risk = try field(#"{"type": "integer", "least": 0, "most": 10}"#)
        for number in [0, 10] as [Int64] { #expect(risk.takes(.integer(number))) }
        for number in [-1, 11, .max, .min] as [Int64] { #expect(!risk.takes(.integer(number))) }
        let part = try field(#"{"type": "number", "most": 0.5, "list": true}"#)
        #expect(part.takes(.array([.number(0.5), .integer(-7)])))
        #expect(!part.takes(.array([.number(0.5), .number(0.51)])))
        let open = try field(#"{"type": "integer"}"#)
        #expect(open.takes(.integer(.max)))
    }

    @Test("What is not taken is told with what is, and survives being written and read")
    func told() throws {
        let text =
            #"{"name": "trigger", "about": "client", "fields": {"risk": "#
            + #"{"type": "integer", "least": 0, "most": 10}}}"#
        let fact = try JSONText.decode(FactDeclaration.self, from: Array(text.utf8))
        let again = try JSONText.decode(FactDeclaration.self, from: JSONText.encode(fact))
        #expect(again == fact)
        let fault = try #require(fact.fault(in: ["risk": .integer(11)], about: "c-1"))
        #expect(fault.advice.remedy == "Give integer, at least 0, at most 10.")
        #expect(fact.fault(in: ["risk": .integer(3)], about: "c-1") == nil)
    }
}
