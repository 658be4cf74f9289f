extension Refusal {
    /// A word that is none of those that are known.
    package static func unknown(_ what: String, of words: [some OpenEnumeration]) -> Refusal {
        Refusal(
            "The \(what) is not known.",
            remedy: "Choose one of: \(words.map(\.rawValue).joined(separator: ", ")).")
    }
}
