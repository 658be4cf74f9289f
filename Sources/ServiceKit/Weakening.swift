internal import Journal
internal import Messages

/// A wish to run without some guarantees that cannot be granted.
enum Weakening: Remediable, Equatable {
    /// This build keeps all of them.
    case releaseBuild
    /// There is no such guarantee.
    case unknown(String)

    /// Names guarantees to switch off, separated by commas: `CAIRN_WEAKENED=dedupe,repair`.
    static let variable = "CAIRN_WEAKENED"

    /// The guarantees that a test wants to be missed. A release build refuses any.
    static func chosen(in environment: [String: String]) throws(Weakening) -> Set<Weakness> {
        guard let text = environment[variable], !text.isEmpty else { return [] }
        #if DEBUG
            var chosen: Set<Weakness> = []
            for name in text.split(separator: ",").map(String.init) {
                guard let weakness = Weakness(rawValue: name) else { throw .unknown(name) }
                chosen.insert(weakness)
            }
            return chosen
        #else
            throw .releaseBuild
        #endif
    }

    /// What a process that runs without them says first.
    static func warning(of weaknesses: Set<Weakness>) -> String {
        let names = weaknesses.map(\.rawValue).sorted().joined(separator: ", ")
        return "WEAKENED ON PURPOSE, for a test: this process runs without \(names)."
            + " It loses what it promises to keep. Never use it for people."
    }

    var advice: Advice {
        switch self {
        case .releaseBuild:
            Advice(
                "\(Self.variable) is set, and a release build gives up no guarantee.",
                remedy: "Remove the variable; tests that need it use a debug build.")
        case .unknown(let name):
            Advice(
                "\(Self.variable) names no guarantee with “\(name)”.",
                remedy: "Use: \(Weakness.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
    }
}
