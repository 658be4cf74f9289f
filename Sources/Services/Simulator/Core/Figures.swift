package import Messages

/// The counts of one rehearsal.
package struct Figures: Equatable, Sendable {
    package private(set) var referred: Set<ClientID> = []
    package private(set) var declined: Set<ClientID> = []
    /// The level of care where each was placed last.
    package private(set) var placed: [ClientID: LevelOfCare] = [:]
    package private(set) var overrides = 0
    /// The phase that each client in treatment is in now.
    package private(set) var phases: [ClientID: PhaseID] = [:]
    package private(set) var stepsDown = 0
    package private(set) var stepsUp = 0
    package private(set) var outcomes: [EnrollmentOutcome: Int] = [:]
    /// Where each stands who is not in treatment now.
    package private(set) var situations: [ClientID: Situation] = [:]
    package private(set) var contactsDue: Set<ContactID> = []
    package private(set) var contactsKept: Set<ContactID> = []
    package private(set) var contactsMissed: Set<ContactID> = []
    /// Missed contacts after which another one fell due.
    package private(set) var contactsFollowedUp: Set<ContactID> = []
    /// Clients placed elsewhere with whom someone has talked since.
    package private(set) var referredOutReached: Set<ClientID> = []
    package private(set) var waited: Set<ClientID> = []
    package private(set) var seatedAfterWaiting: Set<ClientID> = []
    package private(set) var clientMinutes = 0
    package private(set) var plansSigned = 0
    package private(set) var weeksPlanned: Set<LocalDate> = []
    package private(set) var conflicts: Set<[String]> = []
    package private(set) var givenUp: Set<Identity> = []
    package private(set) var stoppedByOperator: Set<Identity> = []
    package private(set) var alertsRaised = 0
    package private(set) var alertsLate = 0
    /// Minutes from each acknowledged alert to its acknowledgement, sorted.
    package private(set) var responseMinutes: [Int] = []
    private var openAlerts: [AlertID: Timestamp] = [:]
    private var minutes: [SessionID: Int] = [:]
    private var lastMissed: [ClientID: ContactID] = [:]
    private var held: Set<SessionID> = []
    /// How long nobody heard of each client.
    package private(set) var silences = Silences()
    /// On which days nothing held a client.
    package private(set) var lost = Lost()
    /// The reviews, and those that nobody decided.
    package private(set) var reviews = Reviews()
    /// What clients did in therapies.
    package private(set) var therapies = TherapyFigures()

    package init() {}

    /// Sessions to which at least one client came.
    package var sessionsHeld: Int { held.count }
    package var minutesHeld: Int { held.reduce(0) { $0 + (minutes[$1] ?? 0) } }
    package var alertsOpen: Int { openAlerts.count }
    package var inAftercare: Int { situations.values.filter { $0 == .aftercare }.count }
    /// The middle response; of an even number the earlier of the two.
    package var medianResponseMinutes: Int? {
        responseMinutes.isEmpty ? nil : responseMinutes[(responseMinutes.count - 1) / 2]
    }
    /// Those whose needs are met elsewhere: detox, residential or emergency care.
    package private(set) var referredOut: Set<ClientID> = []

    private static func isElsewhere(_ level: LevelOfCare) -> Bool {
        ![.earlyIntervention, .outpatient, .intensiveOutpatient].contains(level)
    }

    /// Counts one fact.
    package mutating func count(_ fact: Fact) {
        silences.count(fact)
        lost.count(fact)
        reviews.count(fact)
        therapies.count(fact)
        switch fact.owner {
        case .assessment: countAssessment(fact)
        case .scheduler: countScheduler(fact)
        case .aftercare: countAftercare(fact)
        default: countOther(fact)
        }
    }

    /// Those who are still waited for count up to a moment.
    mutating func judge(until now: Timestamp) {
        silences = silences.until(now)
        reviews = reviews.until(now)
    }

    private mutating func countAssessment(_ fact: Fact) {
        switch fact.event {
        case let event as ClientRegistered: referred.insert(event.client)
        case let event as TreatmentDeclined: declined.insert(event.client)
        case let event as PlacementConfirmed:
            placed[event.client] = event.placed
            if event.placed != event.indicated { overrides += 1 }
            if Figures.isElsewhere(event.placed) { referredOut.insert(event.client) }
        case let event as RiskAlerted:
            alertsRaised += 1
            openAlerts[event.alert] = fact.time
        case let event as RiskAcknowledged:
            if event.isLate { alertsLate += 1 }
            guard let raised = openAlerts.removeValue(forKey: event.alert) else { return }
            let taken = Int((fact.time.milliseconds - raised.milliseconds) / 60_000)
            responseMinutes.insert(
                taken, at: responseMinutes.firstIndex { $0 > taken } ?? responseMinutes.count)
        default: break
        }
    }

    private mutating func countScheduler(_ fact: Fact) {
        switch fact.event {
        case let event as EnrollmentOpened: phases[event.client] = event.phase
        case let event as PhaseChanged:
            phases[event.client] = event.to
            if event.direction == .stepDown { stepsDown += 1 } else { stepsUp += 1 }
        case let event as EnrollmentClosed:
            phases[event.client] = nil
            outcomes[event.outcome, default: 0] += 1
        case let event as SessionScheduled:
            minutes[event.session] =
                event.end.minutesSince1970 - event.start.minutesSince1970
        case let event as AttendanceRecorded where event.minutes > 0:
            held.insert(event.session)
            clientMinutes += event.minutes
        case let event as WeekPlanned: weeksPlanned.insert(event.week)
        case let event as ConflictFound:
            conflicts.insert([event.client.text, event.week.description])
        default: break
        }
    }

    private mutating func countAftercare(_ fact: Fact) {
        switch fact.event {
        case let event as FollowUpAssigned: situations[event.client] = event.situation
        case let event as FollowUpEnded: situations[event.client] = nil
        case let event as ContactDue:
            contactsDue.insert(event.contact)
            if let missed = lastMissed.removeValue(forKey: event.client) {
                contactsFollowedUp.insert(missed)
            }
        case let event as ContactMissed:
            contactsMissed.insert(event.contact)
            lastMissed[event.client] = event.contact
        case let event as ContactKept:
            contactsKept.insert(event.contact)
            if referredOut.contains(event.client) { referredOutReached.insert(event.client) }
        case is PlanSigned: plansSigned += 1
        default: break
        }
    }

    private mutating func countOther(_ fact: Fact) {
        switch fact.event {
        case let event as MemberWaitlisted: waited.insert(event.client)
        case let event as MemberJoined:
            if waited.contains(event.client) { seatedAfterWaiting.insert(event.client) }
        case let event as ProcessStopped where event.byOperator:
            stoppedByOperator.insert(event.process)
        case let event as ProcessGivenUp: givenUp.insert(event.process)
        case let event as ProcessReady:
            givenUp.remove(event.process)
            stoppedByOperator.remove(event.process)
        default: break
        }
    }
}
