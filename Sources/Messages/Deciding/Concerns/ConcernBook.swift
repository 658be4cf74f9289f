/// One client's dangers as cases: what is open, which alerts of it wait, and when to screen again.
///
/// It is folded from assessment's stream `risk` by whoever looks at open concerns. A correction folds
/// it anew without what was wrong; so each event is taken as it comes, and none is relied upon.
package struct ConcernBook: Hashable, Sendable, Codable {
    /// What is open, by the word of its kind: a state's text needs keys in order.
    private var cases: [String: OpenConcern] = [:]
    /// The alerts that nobody took charge of.
    private var alerts: [AlertID: AlertKind] = [:]
    /// When what was closed is looked at again.
    private var planned: [String: NextScreen] = [:]

    package init() {}

    /// A look that a clinician promised when a concern was closed.
    package struct NextScreen: Hashable, Sendable, Codable {
        package var concern: ConcernID
        package var kind: AlertKind
        /// When the concern was closed.
        package var closed: Timestamp
        package var day: LocalDate
    }

    /// Whether no danger is open.
    package var isEmpty: Bool { cases.isEmpty }

    /// What is open: what is for now first, then what is open for longest.
    package var open: [OpenConcern] {
        cases.values.map(withAlerts).sorted { $0.place < $1.place }
    }

    /// The open concern of a kind.
    package func concern(_ kind: AlertKind) -> OpenConcern? {
        cases[kind.rawValue].map(withAlerts)
    }

    /// The next screens, the soonest first.
    package var screens: [NextScreen] {
        planned.values.sorted { ($0.day, $0.kind.rawValue) < ($1.day, $1.kind.rawValue) }
    }

    /// What is open, in a sentence; `nil` where nothing is.
    package var sentence: String? {
        guard !isEmpty else { return nil }
        return "Open concerns, which only a clinician closes: \(names)."
    }

    /// `suicide-risk (now), danger-at-home (today)`.
    package var names: String {
        open.map { "\($0.kind) (\($0.urgency))" }.joined(separator: ", ")
    }

    /// Folds an event about this client; any other than those of concerns and alerts changes nothing.
    package mutating func apply(_ event: any Event, at time: Timestamp) {
        switch event {
        case let event as any DangerTold: tell(event, at: time)
        case let event as RiskAlerted: alerts[event.alert] = event.kind
        case let event as RiskAcknowledged:
            guard let kind = alerts.removeValue(forKey: event.alert) else { break }
            cases[kind.rawValue]?.taken = time
        case let event as ConcernClosed: close(event, at: time)
        default: break
        }
    }

    /// Somebody was screened for a kind of danger: the promised look has taken place.
    package mutating func screened(for kind: AlertKind) { planned[kind.rawValue] = nil }

    /// The client is gone for good: nobody can be screened. What is open stays open.
    package mutating func leave() { planned = [:] }

    /// Whether the concern was open or not, it is now: after a correction one may be opened that is
    /// open, and one raised that is not.
    private mutating func tell(_ found: any DangerTold, at time: Timestamp) {
        let word = found.kind.rawValue
        planned[word] = nil
        guard var known = cases[word] else {
            cases[word] = OpenConcern(
                concern: found.concern, client: found.client, kind: found.kind,
                urgency: found.urgency, opened: time, told: time, taken: nil, alerts: [],
                finding: found.finding)
            return
        }
        known.told = time
        // The worst counts, and of what is as bad the newest.
        if found.urgency == .now || known.urgency != .now {
            (known.urgency, known.finding) = (found.urgency, found.finding)
        }
        cases[word] = known
    }

    private mutating func close(_ event: ConcernClosed, at time: Timestamp) {
        cases[event.kind.rawValue] = nil
        planned[event.kind.rawValue] = NextScreen(
            concern: event.concern, kind: event.kind, closed: time, day: event.nextScreen)
    }

    private func withAlerts(_ concern: OpenConcern) -> OpenConcern {
        var concern = concern
        concern.alerts = alerts.filter { $0.value == concern.kind }.map(\.key).sorted()
        return concern
    }
}

/// What opens a concern, or raises it.
package protocol DangerTold: Event, AboutClient {
    var concern: ConcernID { get }
    var kind: AlertKind { get }
    /// How urgent what was found is.
    var urgency: AlertUrgency { get }
    /// The form that told it, if it was one.
    var submission: SubmissionID? { get }
    /// Which form that is.
    var instrument: String? { get }
    /// The intake questions that told it.
    var questions: [String] { get }
    var finding: String { get }
}

extension ConcernOpened: DangerTold {}
extension ConcernRaised: DangerTold {}
