import Messages
import Testing

@testable import ClinicalRules

@Suite("The words of the page for a client")
struct PageWordsTests {
    @Test("Each language says every level, dimension, gate and act, and nothing else")
    func whole() {
        let policy = PlacementPolicy.current
        #expect(PageWords.all.map(\.language) == ["en", "es"])
        for words in PageWords.all {
            #expect(Set(words.levels.keys) == Set(LevelOfCare.known.map(\.rawValue)))
            #expect(Set(words.gates.keys) == Set(policy.gates.map(\.id)))
            #expect(Set(words.acts.keys) == Set(policy.gates.flatMap(\.acts).map(\.id)))
            #expect(Set(words.dimensions.keys) == Set(policy.editions.map(\.id)))
            for edition in policy.editions {
                let numbers = edition.dimensions.map { "\($0.number)" }
                #expect(words.dimensions[edition.id].map { Set($0.keys) } == Set(numbers))
            }
        }
    }

    @Test("What is put in is the same in each language, and no sentence is long")
    func plain() throws {
        let texts = try PageWords.all.map { words in
            try JSONText.decode(
                [String: JSONFragment].self, from: JSONText.encode(words)
            ).compactMapValues { value -> String? in
                guard case .string(let text) = value else { return nil }
                return text
            }
        }
        for (key, text) in texts[0] {
            let places = texts.map { holes(in: $0[key] ?? "") }
            #expect(places.allSatisfy { $0 == places[0] }, "\(key)")
            #expect(!text.isBlank)
        }
        for text in texts.flatMap(\.values) {
            for sentence in text.split(whereSeparator: { ".?!:".contains($0) }) {
                #expect(sentence.split(separator: " ").count <= 16, "\(sentence)")
            }
        }
    }

    private func holes(in text: String) -> [String] {
        text.matches(of: /\{(\w+)\}/).map { String($0.output.1) }.sorted()
    }
}
