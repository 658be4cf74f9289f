internal import Messages

/// How many days lie between two contacts.
enum Cadence {
    /// Telephone monitoring and adaptive counseling (TMAC).
    static let aftercare = "tmac"

    /// Days to the next contact in aftercare: weekly for eight weeks, then every two weeks to
    /// month 12, then every four (TMAC schedule, NREPP).
    static func tmac(daysSinceCompletion days: Int) -> Int {
        switch days {
        case ..<56: 7
        case ..<365: 14
        default: 28
        }
    }

    /// Days to the next contact of everyone else: at most the seven of a follow-up measure.
    static func followUp(_ policies: Policies) -> Int { min(max(1, policies.followUpDays), 7) }

    /// Days to the first contact after a change: on day 2 where a handover may fail.
    static func first(in situation: Situation, _ policies: Policies) -> Int {
        let isFragile = [.referredOut, .noShow, .discharged].contains(situation)
        return isFragile ? min(2, followUp(policies)) : followUp(policies)
    }
}
