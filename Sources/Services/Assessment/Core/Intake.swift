internal import ClinicalRules
package import Messages

/// Who came to the clinic, what is known of them, and which alerts wait for a person.
///
/// It judges and recommends; it places nobody. Answers are kept as they came, and what follows
/// from them is derived, so that a correction derives it again.
package struct Intake: Core, Equatable {
    private(set) var charts: [ClientID: Chart] = [:]
    private(set) var open: [AlertID: OpenAlarm] = [:]
    /// The alerts that were acknowledged last, in order, and by whom.
    private(set) var acknowledged: [TakenAlert] = []
    /// The highest number that a client's id has had: numbers are not given twice, also where a
    /// registration was entered in error.
    private(set) var lastNumber = 0
    /// What people have to do about alerts and intakes.
    private(set) var duties = DutyBook()
    /// How people decided on levels of care.
    private(set) var decisions = Decisions()
    /// The forms of therapies, as they were approved.
    private(set) var therapyForms = ApprovedForms()

    /// Of acknowledged alerts: who is told that another person was faster needs to hear of the last
    /// ones alone. Of an older alert they hear that it is not open.
    static let retention = Retention.Newest(1_000)

    var policy: PlacementPolicy { .current }

    package init() {}

    package typealias Contract = AssessmentContract
    /// 2: of acknowledged alerts, the last ones alone. 3: of each instrument the newest whole form,
    /// and the one after it; evidence belongs to an episode; duties, in place of alerts that are told
    /// again. 4: evidence in its order, cleared gates, waits for a level, decisions by person; dangers
    /// are cases, and what told of them counts until they are closed; the forms and the treatment of
    /// each client, by which forms fall due; the numbers of clients' ids; who of the staff is away.
    /// 5: whose override rate somebody has to look at; what of ours followed from others' events;
    /// when a client comes for the intake. 6: the forms of therapies, and the last alert of one;
    /// whether the contact with a client has ended. 7: that ended again, too, after a correction.
    /// 8: consents to more than treatment; who took charge of an alert, confirmed a level and closed
    /// a concern, as the second is told.
    package static let foldVersion = 8

    package mutating func apply(_ fact: Fact) {
        duties.away.fold(fact)
        guard fact.owner == .assessment else { return follow(fact) }
        duties.apply(fact.event)
        switch fact.event {
        case let event as ClientRegistered: register(event, as: fact)
        case let event as IdentityRecorded: charts[event.client]?.identity = event
        case let event as ConsentGiven where event.purpose == ConsentGiven.treatment:
            charts[event.client]?.hasConsent = true
            charts[event.client]?.consents.apply(fact)
        case let event as RiskAlerted: raise(event, as: fact)
        case let event as RiskAcknowledged: acknowledge(event, as: fact)
        case let event as EnteredInError: correct(event)
        case is OverridesReviewed: decisions.look(by: policy.overrides)
        case is DutyOpened, is DutyEscalated, is DutyReassigned, is DutyClosed: break
        default: if let client = fact.event.client { record(fact, of: client) }
        }
    }

    /// Folds what others published of a client's treatment, and which forms were approved. All else of
    /// theirs changes nothing by itself: what follows from it is an event of our own.
    private mutating func follow(_ fact: Fact) {
        therapyForms.apply(fact.event)
        guard let client = fact.event.client, var chart = charts[client] else { return }
        chart.follow(fact)
        charts[client] = chart
    }

    private mutating func register(_ event: ClientRegistered, as fact: Fact) {
        lastNumber = max(lastNumber, event.client.number ?? 0)
        guard charts[event.client] == nil else { return }
        charts[event.client] = Chart(
            registration: event, commitments: event.commitments, commitmentsEvent: fact.id,
            since: fact.time)
    }

    /// What is kept of a client after the registration.
    private mutating func record(_ fact: Fact, of client: ClientID) {
        guard var chart = charts[client] else { return }
        if let event = fact.event as? PlacementConfirmed {
            decisions.add(
                event, by: fact.actor?.staff, at: fact.time, rule: policy.overrides)
        }
        chart.hasHistory = true
        chart.record(fact)
        charts[client] = chart
    }

    private mutating func raise(_ event: RiskAlerted, as fact: Fact) {
        charts[event.client]?.hasHistory = true
        charts[event.client]?.concerns.apply(event, at: fact.time)
        let chart = charts[event.client]
        // Its form is recorded right before it; if another is there, the form was retracted.
        let isSourceRetracted =
            event.submission.map { $0 != chart?.lastSubmission }
            ?? ![chart?.lastIntakeCause, chart?.lastReportCause, chart?.lastAct].contains(
                fact.cause)
        open[event.alert] = OpenAlarm(
            alerted: event, raised: fact.time, isSourceRetracted: isSourceRetracted)
    }

    private mutating func acknowledge(_ event: RiskAcknowledged, as fact: Fact) {
        open[event.alert] = nil
        charts[event.client]?.concerns.apply(event, at: fact.time)
        acknowledged.append(TakenAlert(alert: event.alert, deed: Deed(fact)))
        Intake.retention.trim(&acknowledged)
    }

    private mutating func correct(_ event: EnteredInError) {
        guard let client = event.client else { return }
        lastNumber = max(lastNumber, client.number ?? 0)
        charts[client]?.orphans.removeAll { $0.event == event.event }
    }
}

extension Event {
    /// The client that an event is about.
    fileprivate var client: ClientID? { subject.map { ClientID($0) } }
}
