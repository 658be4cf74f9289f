package import Messages

/// The words of the page for a client, in one language, as its data file has them.
///
/// In `{braces}` stands what is put in. Nobody who speaks the language in a clinic has signed them.
package struct PageWords: Codable, Hashable, Sendable {
    /// A code such as `en`.
    package var language: String
    package var title: String
    package var intro: String
    package var compareTitle: String
    package var outpatient: String
    package var inpatient: String
    /// Outpatient and inpatient care, side by side.
    package var rows: [Row]
    package var recommendTitle: String
    package var recommend: String
    package var chosen: String
    package var unknown: String
    package var emergency: String
    package var speaksTitle: String
    package var speaks: String
    package var speaksLeast: String
    package var speaksGate: String
    package var changeTitle: String
    package var less: String
    package var more: String
    package var missing: String
    package var cleared: String
    package var noChange: String
    package var nextTitle: String
    package var nextGate: String
    package var nextMissing: String
    package var nextDecide: String
    package var nextOurs: String
    package var nextElsewhere: String
    package var nextWait: String
    package var nextTransfer: String
    package var choice: String
    package var crisis: String
    /// What each level is, by its word.
    package var levels: [String: String]
    /// What each dimension is about, by edition and number.
    package var dimensions: [String: [String: String]]
    /// What each gate is about, by its name.
    package var gates: [String: String]
    /// What is done to clear a gate, by the act's name.
    package var acts: [String: String]

    /// What is the same question for both ways to get help.
    package struct Row: Codable, Hashable, Sendable {
        package var about: String
        package var outpatient: String
        package var inpatient: String
    }

    /// All languages, by code.
    package static let all: [PageWords] = EmbeddedData.files
        .filter { $0.key.hasPrefix("pages/") }.sorted { $0.key < $1.key }
        .map { name, text in
            do { return try JSONText.decode(PageWords.self, from: Array(text.utf8)) } catch {
                // The tests read each file: a built program with a faulty one was never tested.
                preconditionFailure("\(name): \(DataFile.place(of: error)).")
            }
        }

    /// The words in a language; none where nobody has written them.
    package static func named(_ language: String) -> PageWords? {
        all.first { $0.language == language }
    }

    /// What a level is; the word itself for one that nobody has described.
    package func said(_ level: LevelOfCare) -> String { levels[level.rawValue] ?? "\(level)" }

    /// What a dimension is about.
    package func dimension(_ number: Int, of edition: String) -> String {
        dimensions[edition]?["\(number)"] ?? "\(number)"
    }
}
