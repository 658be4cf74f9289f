import PluginKit

/// What a client has done and promised in the skills training.
struct Skills: Codable, Hashable, Sendable {
    /// The days on which each practice was given: one for each session that taught it.
    private var lessons: [String: [LocalDate]] = [:]
    /// When the last diary card was handed in.
    private(set) var card: LocalDate?
    /// How long the client has promised to abstain.
    private(set) var commitment: LocalDate?

    /// The longest module has fewer sessions.
    private static let mostLessons = 64
    static let diaryCard = "diary-card"

    /// Whether the client was given a diary card before.
    var hasCard: Bool { lessons[Self.diaryCard] != nil }

    /// How many sessions since a day gave a practice.
    func lessons(with practice: String, since day: LocalDate) -> Int {
        lessons[practice]?.count { $0 >= day } ?? 0
    }

    mutating func learn(_ practice: String, on day: LocalDate) {
        lessons[practice] = (lessons[practice] ?? []).suffix(Self.mostLessons - 1) + [day]
    }

    mutating func handIn(on day: LocalDate) { card = day }

    mutating func commit(until day: LocalDate) { commitment = day }

    mutating func endCommitment() { commitment = nil }
}
