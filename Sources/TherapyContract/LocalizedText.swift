/// A text in several languages, English among them: `{"en": "Skills", "es": "Habilidades"}`, or
/// the English one alone, `"Skills"`.
public struct LocalizedText: Codable, Hashable, Sendable {
    /// By language, BCP 47 codes of one part.
    public let texts: [String: String]

    /// The language that each text has.
    public static let fallback = "en"

    /// A text in English alone.
    public init(_ english: String) { self.init(texts: [Self.fallback: english]) }

    private init(texts: [String: String]) { self.texts = texts }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let english = try? container.decode(String.self) {
            self.init(english)
            return
        }
        let texts = try container.decode([String: String].self)
        guard texts[Self.fallback] != nil else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A text is there in English (en) at least.")
        }
        self.init(texts: texts)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if texts.count == 1 { try container.encode(english) } else { try container.encode(texts) }
    }

    /// The text in English.
    public var english: String { texts[Self.fallback] ?? "" }

    /// The text in a language, or in English where it has none in that.
    public func text(in language: String) -> String { texts[language] ?? english }
}
