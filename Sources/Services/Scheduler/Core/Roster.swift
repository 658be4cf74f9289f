internal import Messages

/// What is known of people: clients, their stays and seats, and whom they must not meet.
struct Roster: Equatable, Sendable, Codable {
    /// What the calendar must respect of a client's life.
    struct Constraints: Equatable, Sendable, Codable {
        var language: String
        var commitments: [WeeklyTime]
    }

    /// A membership of a peer group. The lower ``order``, the earlier the client joined.
    struct Seat: Equatable, Sendable, Codable {
        var group: GroupID
        var order: Int
    }

    /// As many as reviews may look at.
    private static let useRetention = Retention.Newest(12)

    private(set) var persons: [ClientID: Constraints] = [:]
    /// What each client has consented to.
    private(set) var consents: [ClientID: ConsentBook] = [:]
    private(set) var stays: [ClientID: Stay] = [:]
    private(set) var seats: [ClientID: Seat] = [:]
    private(set) var waits: [ClientID: MemberWaitlisted] = [:]
    /// Do-not-pair rules, each kept in both directions.
    private(set) var forbidden: [ClientID: Set<ClientID>] = [:]
    /// Which of these two a client was held by before: sessions may have begun under it.
    private(set) var earlier: [ClientID: EarlierRules] = [:]
    /// What the last forms of each client told of use, whatever form it was.
    private(set) var uses: [ClientID: [UseTold]] = [:]
    /// When the newest danger of each client was told.
    private(set) var dangers: [ClientID: Timestamp] = [:]
    /// The dangers of each client as cases.
    private(set) var concerns: [ClientID: ConcernBook] = [:]
    /// The newest of each score of each client that is worse.
    private(set) var worsenings: [ClientID: [String: Worsening]] = [:]
    /// What therapies proposed for each client.
    private(set) var proposals: [ClientID: Proposals] = [:]
    /// Whose days without a record of attendance were told since the last record.
    private(set) var unrecorded: Set<ClientID> = []
    /// Clients whose level of care is being judged anew.
    private(set) var reassessed: Set<ClientID> = []
    /// How each client's stay came to be what it is, the last change last.
    private(set) var steps: [ClientID: [StayStep]] = [:]
    /// What aftercare says that a program may end on.
    private(set) var readiness: [ClientID: AftercareReadiness] = [:]
    private var joins = 0

    mutating func fold(_ fact: Fact) {
        let time = fact.time
        if let client = Roster.clientOfProposal(in: fact) {
            proposals[client, default: Proposals()].fold(fact)
        }
        switch fact.event {
        case let event as ClientRegistered:
            persons[event.client] = Constraints(
                language: event.language, commitments: event.commitments)
        case let event as CommitmentsChanged:
            let old = persons[event.client]?.commitments ?? []
            earlier[event.client, default: EarlierRules()].end(old, at: time)
            persons[event.client]?.commitments = event.commitments
        case let event as ConsentGiven:
            consents[event.client, default: ConsentBook()].apply(fact)
        case let event as ConsentWithdrawn: consents[event.client]?.apply(fact)
        case let event as QuestionnaireScored: keepUse(of: event)
        case let event as RiskAlerted where event.kind != .safetyQuestionOpen:
            dangers[event.client] = time
        case let event as any DangerTold:
            concerns[event.client, default: ConcernBook()].apply(event, at: time)
        case let event as ConcernClosed: concerns[event.client]?.apply(event, at: time)
        case let event as MeasureWorsened:
            let score = "\(event.instrument) \(event.scale)"
            worsenings[event.client, default: [:]][score] = Worsening(event, at: time)
        case let event as AttendanceUnrecorded: unrecorded.insert(event.client)
        case let event as AttendanceRecorded: unrecorded.remove(event.client)
        case let event as ReassessmentOpened: reassessed.insert(event.client)
        case let event where AftercareReadiness.isFolded(from: event):
            let client = ClientID(event.subject ?? "")
            readiness[client, default: AftercareReadiness()].fold(event, at: time)
        case let event as PlacementConfirmed where stays[event.client]?.pending == .higherLevel:
            stays[event.client]?.pending = nil
            stays[event.client]?.kept = time
            stays[event.client]?.notHeld = nil
            proposals[event.client]?.decide()
        case let event as MemberJoined:
            joins += 1
            seats[event.client] = Seat(group: event.group, order: joins)
            waits[event.client] = nil
        case let event as MemberLeft:
            // A move may tell the new seat before the old one's end.
            if seats[event.client]?.group == event.group { seats[event.client] = nil }
        case let event as MemberWaitlisted: waits[event.client] = event
        case let event as PairingForbidden:
            forbidden[event.first, default: []].insert(event.second)
            forbidden[event.second, default: []].insert(event.first)
        case let event as PairingAllowed:
            earlier[event.first, default: EarlierRules()].allow(event.second, at: time)
            earlier[event.second, default: EarlierRules()].allow(event.first, at: time)
            forbidden[event.first]?.remove(event.second)
            forbidden[event.second]?.remove(event.first)
        case let event as EnteredInError where fact.owner == .scheduler: undo(event)
        default: foldStay(fact)
        }
    }

    /// Whose proposals a fact may be about.
    private static func clientOfProposal(in fact: Fact) -> ClientID? {
        switch fact.event {
        case let event as StepUpProposed: event.client
        case let event as ReviewProposed: event.client
        case let event as ProposalTaken: event.client
        case let event as EnteredInError
        where fact.owner == .scheduler && event.type == ProposalTaken.type(by: .scheduler):
            event.client
        default: nil
        }
    }

    /// What therapies proposed for a client and nobody has decided on.
    func openProposals(of client: ClientID) -> [Proposals.Proposal] {
        stays[client] == nil ? [] : proposals[client]?.open ?? []
    }

    /// Enrolled clients: those who joined their group first come first, then those without a seat.
    var bySeniority: [ClientID] {
        stays.keys.sorted { left, right in
            let (first, second) = (seats[left]?.order ?? .max, seats[right]?.order ?? .max)
            return (first, left) < (second, right)
        }
    }

    /// The group that a client sits in: the one of the client's own phase and ages, or none.
    ///
    /// A seat of the phase before gives no session once the phase has changed: peer groups moves
    /// the client or puts the client on its waiting list.
    func group(of client: ClientID, in clinic: Clinic) -> Clinic.Group? {
        guard let stay = stays[client], let seat = seats[client] else { return nil }
        return clinic.groups.first {
            $0.id == seat.group && $0.phase == stay.phase && $0.ages == stay.ages
        }
    }

    /// The waiting-list entry for the client's own phase.
    func wait(of client: ClientID) -> MemberWaitlisted? {
        guard let wait = waits[client], wait.phase == stays[client]?.phase else { return nil }
        return wait
    }

    func commitment(of client: ClientID, during time: WeeklyTime) -> WeeklyTime? {
        persons[client]?.commitments.first { $0.overlaps(time) }
    }

    /// How many clients a clinician is primary clinician of.
    func caseload(of clinician: StaffID) -> Int {
        stays.values.count { $0.clinician == clinician }
    }

    /// Takes back the last change of a stay. When the history is folded without that change, it is
    /// not there to be taken back.
    private mutating func undo(_ correction: EnteredInError) {
        guard let client = correction.client else { return }
        if stays[client]?.review == correction.event { stays[client]?.withdrawReview() }
        guard let last = steps[client]?.last, last.event == correction.event else { return }
        let earlier = Array(steps[client, default: []].dropLast())
        steps[client] = earlier.isEmpty ? nil : earlier
        stays[client] = last.before
        if last.wasReassessed { reassessed.insert(client) }
    }

    private mutating func step(_ client: ClientID, by fact: Fact) {
        steps[client, default: []].append(
            StayStep(
                event: fact.id, cause: fact.cause,
                type: type(of: fact.event).type(by: fact.owner), before: stays[client],
                wasReassessed: reassessed.contains(client)))
    }

    /// A stay that goes back to an earlier phase goes on with whom it has now.
    private mutating func assign(_ client: ClientID, to clinician: StaffID) {
        stays[client]?.clinician = clinician
        steps[client] = steps[client]?.map { step in
            guard step.before?.enrollment == stays[client]?.enrollment else { return step }
            return step.with(clinician: clinician)
        }
    }

    private mutating func foldStay(_ fact: Fact) {
        let time = fact.time
        switch fact.event {
        case let event as EnrollmentOpened:
            step(event.client, by: fact)
            proposals[event.client]?.decide()
            stays[event.client] = Stay(
                enrollment: event.enrollment, ages: event.ages, opened: time,
                clinician: event.clinician, phase: event.phase, level: event.level, since: time)
            reassessed.remove(event.client)
            unrecorded.remove(event.client)
        case let event as PhaseChanged:
            step(event.client, by: fact)
            proposals[event.client]?.decide()
            stays[event.client]?.phase = event.to
            stays[event.client]?.level = event.level
            stays[event.client]?.since = time
            stays[event.client]?.reviews = [:]
            stays[event.client]?.pending = nil
            stays[event.client]?.kept = nil
            stays[event.client]?.notHeld = nil
            reassessed.remove(event.client)
        case let event as PhaseKept: keep(event, at: time)
        case let event as ClinicianChanged: assign(event.client, to: event.to)
        case let event as PhaseReviewDue:
            stays[event.client]?.reviews[event.direction] = time
            stays[event.client]?.pending = event.direction
            stays[event.client]?.review = fact.id
            stays[event.client]?.reasons = event.reasons
            // A client who needed more may earn a step down anew.
            if ![.stepDown, .course].contains(event.direction) {
                stays[event.client]?.reviews[.stepDown] = nil
            }
        case let event as EnrollmentClosed:
            step(event.client, by: fact)
            proposals[event.client]?.decide()
            stays[event.client] = nil
            reassessed.remove(event.client)
        default: break
        }
    }

    /// A review that could not take place decides nothing: its signs ask again. A step down, which is
    /// no danger, is put off all the same.
    private mutating func keep(_ event: PhaseKept, at time: Timestamp) {
        let isHeld = event.wasNotHeld != true
        stays[event.client]?.pending = nil
        stays[event.client]?.reviews[event.direction] = nil
        stays[event.client]?.notHeld =
            isHeld ? nil : Stay.NotHeld(reason: event.reason, time: time)
        if isHeld { proposals[event.client]?.decide() }
        if isHeld || event.direction == .stepDown { stays[event.client]?.kept = time }
    }

    private mutating func keepUse(of event: QuestionnaireScored) {
        guard let told = event.use else { return }
        uses[event.client, default: []].append(told)
        Roster.useRetention.trim(&uses[event.client, default: []])
    }
}
