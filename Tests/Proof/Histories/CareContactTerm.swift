import Messages

/// By when the next contact with one client has to fall due, by what was told in order, and by no
/// core: docs/clinical/contacts.md has the rules.
struct ContactTerm {
    /// Where the client stands who is kept in touch with; `nil` where nobody is.
    private(set) var situation: Situation?
    private var since = Timestamp(milliseconds: 0)
    /// What the next contact is counted from, and how.
    private var anchor = Timestamp(milliseconds: 0)
    private var step = Step.first
    /// The newest contact or attempt.
    private var newest: Timestamp?
    /// Since when the client wishes not to be called.
    private var silent: Timestamp?
    /// A return to use that nobody has answered, and whether nobody has tried since.
    private var returned: (told: Timestamp, isUrgent: Bool)?
    /// The dangers that are open, and since when at least one is.
    private var open: Set<AlertKind> = []
    private var endangered: Timestamp?
    private let policies: Policies

    private enum Step {
        /// The first contact in a situation.
        case first
        /// The client was reached, and nothing speaks for less time.
        case usual
        /// The client was reached, and the risk was high.
        case risky
        /// Somebody tried in vain on the day of a contact.
        case rung
    }

    init(by policies: Policies) { self.policies = policies }

    // MARK: What was told

    /// - Parameter day: the day of the session that it tells of.
    mutating func take(_ event: any Event, at time: Timestamp, on day: LocalDate? = nil) {
        switch event {
        case let event as ConcernOpened: endanger(event.kind, at: time)
        case let event as ConcernRaised: endanger(event.kind, at: time)
        case let event as ConcernClosed:
            open.remove(event.kind)
            if open.isEmpty { endangered = nil }
        case is ClientRegistered, is ReassessmentOpened, is PlacementConfirmed,
            is EnrollmentOpened:
            comeBack(at: time)
        case let event as EnrollmentClosed where event.outcome == .transferred: comeBack(at: time)
        // Whoever comes opens the door; what was before the wish is only written down late.
        case let event as AttendanceRecorded where event.status.isAttended:
            if let silent, silent.dayInUTC < day ?? time.dayInUTC { comeBack(at: time) }
        default: takeOfAftercare(event, at: time)
        }
    }

    private mutating func takeOfAftercare(_ event: any Event, at time: Timestamp) {
        switch event {
        case let event as FollowUpAssigned where event.situation != situation:
            (situation, since, anchor, step) = (event.situation, time, time, .first)
        case is FollowUpEnded: situation = nil
        case let event as FollowUpClosed:
            guard event.ending == .doNotCall else {
                situation = nil
                break
            }
            (silent, anchor) = (time, time)
        case let event as ContactKept:
            reach(at: event.happened ?? time, isRisky: event.risk == .high)
        case let event as AppointmentRecorded where event.outcome == .came: reach(at: time)
        case let event as ContactMissed:
            let happened = event.happened ?? time
            newest = max(newest ?? happened, happened)
            if let told = returned?.told, told <= happened { returned?.isUrgent = false }
        case is OutreachEscalated, is OutreachExhausted: (anchor, step) = (time, .rung)
        case is ReturnToUseReported: returned = (time, true)
        default: break
        }
    }

    private mutating func endanger(_ kind: AlertKind, at time: Timestamp) {
        open.insert(kind)
        endangered = endangered ?? time
    }

    /// In the hour in which somebody wished not to be called either may have come first.
    private mutating func comeBack(at time: Timestamp) {
        guard let silent, silent < time else { return }
        self.silent = nil
        anchor = max(anchor, time)
    }

    private mutating func reach(at time: Timestamp, isRisky: Bool = false) {
        if let told = returned?.told, told <= time { returned = nil }
        // What is written down after something newer changes nothing that is due.
        guard newest.map({ $0 <= time }) ?? true else { return }
        newest = time
        (anchor, step) = (time, isRisky ? .risky : .usual)
    }

    // MARK: What follows

    /// By when a contact is due.
    enum Limit: Equatable {
        case moment(Timestamp)
        case day(LocalDate)
    }

    /// The most days between two contacts as of now.
    func mostDays(on now: Moment) -> Int {
        silent == nil
            ? usual(after: since, on: now.today, now, isHalf: endangered != nil)
            : endangered == nil ? Self.daysOfSilence : Self.daysOfSilence / 2
    }

    /// By when the next contact falls due at the latest.
    ///
    /// - Parameter settled: from when on nothing was wrong or missing.
    func limit(settled: Timestamp?, on now: Moment) -> Limit {
        func day(_ time: Timestamp) -> LocalDate {
            now.localDate(of: max(time, settled ?? time))
        }
        if let returned, returned.isUrgent {
            // Whoever is kept in touch with anew, or otherwise, is so from then on.
            let told = max(returned.told, since, settled ?? returned.told)
            return .moment(told.advanced(byHours: 24))
        }
        let start = day(anchor)
        var latest = start.advanced(by: days(from: start, now, isHalf: false))
        if let endangered {
            // A contact that was planned before the danger comes nearer by the usual days alone.
            let danger = day(endangered)
            let near =
                endangered < anchor
                ? start.advanced(by: days(from: start, now, isHalf: true))
                : danger.advanced(
                    by: silent == nil
                        ? usual(after: since, on: danger, now, isHalf: true)
                        : Self.daysOfSilence / 2)
            latest = min(latest, near)
        }
        return .day(latest)
    }

    private static let daysOfSilence = 90

    private func days(from start: LocalDate, _ now: Moment, isHalf: Bool) -> Int {
        if silent != nil { return isHalf ? Self.daysOfSilence / 2 : Self.daysOfSilence }
        let usual = usual(after: since, on: start, now, isHalf: isHalf)
        switch step {
        case .usual: return usual
        case .risky: return max(1, usual / 2)
        case .rung: return weekly(isHalf: isHalf)
        case .first:
            let isBeginning = [.intake, .waiting].contains(situation)
            return isBeginning ? weekly(isHalf: isHalf) : min(isHalf ? 1 : 2, usual)
        }
    }

    private func usual(after since: Timestamp, on day: LocalDate, _ now: Moment, isHalf: Bool)
        -> Int
    {
        let isGone = [.referredOut, .declined, .discharged, .aftercare].contains(situation)
        let passed = now.localDate(of: since).days(until: day)
        guard isGone, 56 <= passed else { return weekly(isHalf: isHalf) }
        let days = passed < 365 ? 14 : 28
        return isHalf ? days / 2 : days
    }

    private func weekly(isHalf: Bool) -> Int {
        let days = min(max(1, policies.followUpDays), 7)
        return isHalf ? max(1, days / 2) : days
    }
}
