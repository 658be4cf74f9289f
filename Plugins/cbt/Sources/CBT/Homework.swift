import PluginKit

/// What a client was given to practise.
struct Homework: Codable, Hashable, Sendable {
    /// How often each practice was given since it was done last, or a review was proposed.
    private var given: [String: Int] = [:]

    /// Whether a practice was ever given: what nobody gave finishes nothing.
    func knows(_ practice: String) -> Bool { given[practice] != nil }

    /// How often a practice was given and not done.
    func times(_ practice: String) -> Int { given[practice] ?? 0 }

    mutating func give(_ practice: String) { given[practice, default: 0] += 1 }

    mutating func finish(_ practice: String) {
        if knows(practice) { given[practice] = 0 }
    }

    /// A clinician looks at it: the count begins again.
    mutating func beginAgain() {
        for practice in given.keys { given[practice] = 0 }
    }
}
