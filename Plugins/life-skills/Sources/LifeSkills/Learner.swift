import PluginKit

/// What is known of one client: the task lists that are out, and why sessions were missed.
struct Learner: Codable, Sendable {
    /// The task lists that were ever given, each with how often since it was done or dropped last.
    private(set) var given: [String: Int] = [:]
    /// The days on which work or family kept the client away, the newest of them, until the week
    /// was gone through.
    private(set) var missed: [LocalDate] = []
    /// Whether somebody is asked to go through the week.
    private(set) var isAsked = false

    /// More than any setting asks for.
    private static let remembered = 16

    mutating func miss(on day: LocalDate) {
        missed = (missed + [day]).suffix(Self.remembered)
    }

    mutating func apply(_ fact: PluginFact) {
        if let practice = fact.as(PracticeAssigned.self) {
            given[practice.practice, default: 0] += 1
        } else if let report = fact.as(PracticeReported.self), let times = given[report.practice] {
            // Given again once at most; what is done or dropped is out no more.
            if report.isDone || times > 1 { given[report.practice] = 0 }
        } else if let asked = fact.as(DutyAsked.self), asked.name == LifeSkills.duty {
            isAsked = true
        } else if let ended = fact.as(DutyEnded.self), ended.name == LifeSkills.duty {
            (isAsked, missed) = (false, [])
        }
    }
}
