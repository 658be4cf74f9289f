import PluginKit

/// Where a client stands between conversations.
struct Course: Codable, Hashable, Sendable {
    /// A readiness ruler, 0 to 10.
    enum Ruler: String, Codable, CodingKeyRepresentable, Hashable, Sendable, CaseIterable {
        case importance, confidence, readiness
    }

    /// What the rulers said last.
    private var latest: [Ruler: Int] = [:]
    /// The most that each said since the last conversation.
    private var highest: [Ruler: Int] = [:]
    /// Sessions missed in a row, of whichever therapy.
    private(set) var missed = 0
    /// Whether a conversation was proposed that nobody has had or declined.
    private(set) var isProposed = false
    /// Whether there is a change plan.
    private(set) var hasPlan = false
    /// The day on which the change plan is looked at.
    private(set) var review: LocalDate?

    /// By how many points a ruler stands below its highest.
    func fall(of ruler: Ruler) -> Int { (highest[ruler] ?? 0) - (latest[ruler] ?? 0) }

    /// Whether all rulers stand at a value or above.
    func isReady(from value: Int) -> Bool {
        Ruler.allCases.allSatisfy { latest[$0].map { $0 >= value } == true }
    }

    mutating func measure(_ scores: [String: Int]) {
        for ruler in Ruler.allCases {
            guard let value = scores[ruler.rawValue] else { continue }
            latest[ruler] = value
            highest[ruler] = max(highest[ruler] ?? 0, value)
        }
    }

    /// Who was excused has neither come nor stayed away.
    mutating func take(_ status: AttendanceStatus) {
        if status == .noShow { missed += 1 } else if status != .excused { missed = 0 }
    }

    mutating func propose() { isProposed = true }

    mutating func endProposal() { isProposed = false }

    /// A conversation took place: what comes is measured from here.
    mutating func talk() {
        highest = latest
        missed = 0
        isProposed = false
    }

    mutating func plan(reviewOn day: LocalDate?) {
        hasPlan = true
        review = day
    }

    mutating func askForReview() { review = nil }
}
