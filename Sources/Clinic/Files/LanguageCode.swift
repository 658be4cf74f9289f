internal import Foundation
internal import Messages

/// The codes by which languages are named: ISO 639, of two letters where there is such a one.
///
/// A language is compared by its code. Whoever writes `eng` for a group has one that nobody speaks.
enum LanguageCode {
    /// All that name a language; those for "several" and "unknown" name none.
    private static let known = Set(Locale.LanguageCode.isoLanguageCodes.map(\.identifier))
        .subtracting(["und", "mul", "mis", "zxx"])

    /// Whether a text is the code of a language.
    static func isKnown(_ text: String) -> Bool { known.contains(text) }

    /// The code that somebody probably meant: by the language's other code, a region's code, or its
    /// name in English.
    static func near(_ text: String) -> String? {
        let word = text.lowercased().prefix { $0 != "-" && $0 != "_" }
        let short = Locale.LanguageCode(String(word)).identifier(.alpha2)
        let code = [String(word), short].compactMap(\.self).first(where: isKnown)
        return code ?? NearMiss.of(text, in: names.keys).flatMap { names[$0] }
    }

    /// Codes by the name in English.
    private static let names: [String: String] = {
        let english = Locale(identifier: "en")
        let pairs = known.sorted().compactMap { code in
            english.localizedString(forLanguageCode: code).map { ($0, code) }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }()
}
