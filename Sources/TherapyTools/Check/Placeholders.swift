internal import Messages
internal import TherapyContract

/// Texts that stand where an author's own are to come: of our templates, and by their words.
enum Placeholders {
    /// What `Plugins/templates` say in the author's place; a test holds this list to them.
    static let ofTemplates: Set<String> = [
        "New therapy", "Name the manual or the paper here", "The first module",
        "The second module", "Say what it is for.", "Something to practise",
        // Of the example in the pages for authors.
        "Where the curriculum comes from",
    ]
    /// Words of whoever comes back later; parted, for none may stand in these sources.
    private static let words = Set(
        ["TO DO", "FIX ME", "TBD", "XX X"].map { Substring($0.filter { $0 != " " }) })

    /// Each text of a contract that is none of the author's, with its place.
    static func faults(in contract: PluginContract) -> [Advice] {
        guard
            let whole = try? JSONText.decode(
                JSONFragment.self, from: try JSONText.encode(contract))
        else { return [] }
        return faults(in: whole, at: [])
    }

    /// The same of what a program says to staff.
    static func faults(in action: Action) -> [Advice] {
        switch action {
        case .alert(_, _, _, let text), .proposeReview(_, let text), .proposeStepUp(_, let text),
            .duty(_, _, _, _, let text), .planLine(_, _, let text):
            isPlaceholder(text)
                ? [
                    Advice(
                        "An action \(action.name) says “\(text.printable(upTo: 60))”, which is a"
                            + " placeholder.", remedy: "Write it in your own words in the program.")
                ] : []
        default: []
        }
    }

    private static func faults(in value: JSONFragment, at path: [String]) -> [Advice] {
        switch value {
        case .string(let text) where isPlaceholder(text):
            let fault = PlacedFault(
                "is “\(text.printable(upTo: 60))”, which is a placeholder", "write your own text",
                at: path)
            return [Advice("plugin.json: \(fault.text).", remedy: fault.advice.remedy)]
        case .array(let values):
            return values.enumerated().flatMap { faults(in: $1, at: path + ["\($0)"]) }
        case .object(let members):
            return members.sorted { $0.key < $1.key }.flatMap {
                faults(in: $0.value, at: path + [$0.key])
            }
        default: return []
        }
    }

    private static func isPlaceholder(_ text: String) -> Bool {
        ofTemplates.contains(text) || text.lowercased().contains("lorem ipsum")
            || text.split(whereSeparator: { !$0.isLetter }).contains(where: words.contains)
    }
}
