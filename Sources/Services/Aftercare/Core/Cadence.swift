internal import Messages

/// When the next contact falls due, and why then. Sources: docs/clinical/contacts.md.
struct Cadence {
    /// Telephone monitoring and adaptive counseling (TMAC).
    static let aftercare = "tmac"

    /// A day on which a contact falls due.
    struct Due: Equatable {
        var day: LocalDate
        /// A sentence for whoever makes the contact.
        var reason: String

        /// The sooner of the two; of two on one day the first.
        static func sooner(_ one: Due?, _ other: Due) -> Due {
            guard let one, one.day <= other.day else { return other }
            return one
        }
    }

    /// Days after a change, each with a contact since the one before it.
    private static let grid = [2, 7, 14, 30]
    /// Days between two contacts with somebody who asked not to be called.
    private static let daysBetweenLetters = 90
    private let policies: Policies
    private let concerns: ConcernBook

    /// - Parameter concerns: the client's dangers: while one is open, all of these times are halved.
    init(_ policies: Policies, concerns: ConcernBook) {
        (self.policies, self.concerns) = (policies, concerns)
    }

    /// Half of some days while a concern is open, and at least one.
    private func halved(_ days: Int) -> Int { concerns.isEmpty ? days : max(1, days / 2) }

    /// A reason, and why the time is shorter than usual, if it is.
    private func why(_ reason: String) -> String {
        [reason, halving].compactMap(\.self).joined(separator: " ")
    }

    /// Why the time is shorter than usual; `nil` where it is not.
    private var halving: String? {
        concerns.isEmpty ? nil : "In half the time, for a concern is open: \(concerns.names)."
    }

    /// The most days between two contacts of whoever is about to begin treatment, or may be lost to
    /// it: at most the seven of a follow-up measure.
    var days: Int { halved(min(max(1, policies.followUpDays), 7)) }

    /// The first contact after a change of the situation.
    func first(in situation: Situation, on today: LocalDate) -> Due {
        let isBeginning = [.intake, .waiting].contains(situation)
        let days = isBeginning ? days : min(halved(Cadence.grid[0]), days)
        return Due(
            day: today.advanced(by: days),
            reason: why("The first contact comes within \(days) days of the change."))
    }

    /// The most days between two contacts of somebody who has stood in a situation since a day.
    func mostDays(
        in situation: Situation, since: LocalDate, on today: LocalDate, isCalled: Bool
    ) -> Int {
        isCalled
            ? interval(in: situation, after: max(0, since.days(until: today)))
            : halved(Cadence.daysBetweenLetters)
    }

    /// A planned contact, or the latest day that the cadence allows today, if that is sooner: a plan
    /// may rest on nothing any more, as after a correction, or a danger has come up since.
    func bounded(
        _ planned: Due, in situation: Situation, since: LocalDate, on today: LocalDate,
        isCalled: Bool
    ) -> Due {
        let days = mostDays(in: situation, since: since, on: today, isCalled: isCalled)
        let latest = today.advanced(by: days)
        return latest < planned.day ? Due(day: latest, reason: halving ?? planned.reason) : planned
    }

    /// A contact within 24 hours of a return to use.
    static func urgent(after day: LocalDate) -> Due {
        Due(day: day.advanced(by: 1), reason: urgency)
    }

    /// Why a contact is urgent.
    static let urgency = "A return to use was told: a contact within 24 hours."

    /// The contact on the next shift after a client did not come to the intake.
    static func missedIntake(on day: LocalDate) -> Due {
        Due(
            day: day.advanced(by: 1),
            reason: "The client did not come to the intake: ask how the client is, and agree on "
                + "another time.")
    }

    /// The contact after an attempt in vain that climbs no rung any more.
    func again(on today: LocalDate) -> Due {
        Due(
            day: today.advanced(by: days),
            reason: why("Every rung was tried: contacts go on each \(days) days."))
    }

    /// The contact after one in which the client was reached.
    ///
    /// - Parameters:
    ///   - day: the day of that contact.
    ///   - since: the day from which on the client stands in this situation.
    func next(
        after day: LocalDate, in situation: Situation, since: LocalDate, risk: ContactRisk?,
        isCalled: Bool
    ) -> Due {
        guard isCalled else {
            return Due(
                day: day.advanced(by: halved(Cadence.daysBetweenLetters)),
                reason: why("The client asked not to be called: a letter each quarter."))
        }
        let passed = max(0, since.days(until: day))
        let usual = interval(in: situation, after: passed)
        if risk == .high {
            return Due(
                day: day.advanced(by: max(1, usual / 2)),
                reason: why("The risk was high at the last contact: in half of \(usual) days."))
        }
        let planned = Due(
            day: day.advanced(by: usual),
            reason: why("By the cadence, \(usual) days after the last."))
        guard Cadence.isGridded(situation), let mark = Cadence.mark(after: passed) else {
            return planned
        }
        return Due.sooner(
            planned,
            Due(day: since.advanced(by: mark), reason: why("The contact of day \(mark).")))
    }

    /// Days to the next contact: of those who left, weekly for eight weeks, then every two weeks to
    /// month 12, then every four (TMAC schedule, NREPP).
    /// Half of that while a concern is open.
    private func interval(in situation: Situation, after passed: Int) -> Int {
        guard Cadence.isGridded(situation) else { return days }
        return switch passed {
        case ..<56: days
        case ..<365: halved(14)
        default: halved(28)
        }
    }

    /// The first day of the grid whose contact is still to come: one since the day before it counts.
    private static func mark(after passed: Int) -> Int? {
        zip([0] + grid, grid).first { passed <= $0.0 }?.1
    }

    /// Whether the client is not in the program's hands: then contacts thin out with time.
    private static func isGridded(_ situation: Situation) -> Bool {
        [.referredOut, .declined, .discharged, .aftercare].contains(situation)
    }
}
