import AssessmentCore
import Messages
import TestKit

/// A random history of a clinic, from a seed: what clients and staff do, forget and get wrong.
struct CareStory {
    var world: CareWorld
    var dice: SeededGenerator
    let clients: [ClientID] = (1...5).map { ClientID("c-\($0)") }

    init(seed: UInt64) throws {
        world = try CareWorld()
        dice = SeededGenerator(seed: seed)
        if seed.isMultiple(of: 5) { try begin() }
        if seed % 10 == 3 { try decideOften() }
    }

    /// One thing that may happen; what is refused changes nothing. Says what it was.
    mutating func step() throws -> String {
        if let outage = world.outage, dice.below(6) == 0 { return try goOn(after: outage) }
        if world.outage == nil, dice.below(20) == 0 { return try breakOff() }
        do {
            switch dice.below(30) {
            case 0, 1, 2, 3: return try wait(hours: 1 + dice.below(10))
            case 4: return try wait(hours: 24 * (1 + dice.below(3)))
            // A clock that leaps: past a week, or past a review of the treatment plan.
            case 5 where dice.below(4) == 0:
                return try wait(hours: 24 * (dice.below(3) == 0 ? 24 : 9))
            case 6, 26: return try correct()
            case 7 where dice.below(3) == 0: return try restaff()
            case 7: return try goAway()
            case 8, 9: return try placeSomebody()
            case 10, 11, 12, 24, 25: return try treat()
            case 13, 14, 15: return try assess()
            case 16, 17: return try arrange()
            case 18, 19, 27: return try keepInTouch()
            case 28, 29: return try practise()
            default: return try act()
            }
        } catch let refusal as Refusal { return "refused: \(refusal.description)" }
    }

    private mutating func wait(hours: Int) throws -> String {
        try world.wait(hours: hours)
        return "\(hours) hours"
    }

    /// A fact of a random service is entered in error.
    private mutating func correct() throws -> String {
        let owners: [Identity] = [
            .assessment, .scheduler, .aftercare, .treatment, .peerGroups, CareTherapy.id,
        ]
        let facts = try world.facts(of: owners[dice.below(owners.count)]).filter { fact in
            !MessageCatalog.peerEvents.contains { $0 == type(of: fact.event) }
        }
        guard !facts.isEmpty else { return "nothing to correct" }
        // A slip is mostly noticed soon.
        let isNew = dice.below(2) == 0
        let place = isNew ? max(0, facts.count - 1 - dice.below(4)) : dice.below(facts.count)
        let fact = facts[place]
        try world.retract(fact)
        return "retracted \(type(of: fact.event))"
    }

    /// Somebody leaves, or everybody is back.
    private mutating func restaff() throws -> String {
        // Whom duties go to, and who owns next contacts.
        let leavers: [StaffID] = ["rn1", "md1", "ps1", "cm1"]
        let leaver = leavers[dice.below(leavers.count)]
        let isBack = dice.below(2) == 0
        try world.change { clinic in
            clinic = .small
            if !isBack { clinic.staff.removeAll { $0.id == leaver } }
        }
        return isBack ? "all are back" : "\(leaver) left"
    }

    /// Somebody is away for a while, or back.
    private mutating func goAway() throws -> String {
        let people = world.moment.clinic.staff.map(\.id)
        let person = people[dice.below(people.count)]
        let first = world.moment.now.today.advanced(by: dice.below(5))
        guard dice.below(4) > 0 else {
            let person = try world.view(StaffAwayView()).last?.staff ?? person
            try send(RecordBack(staff: person, from: first), by: .frontDesk)
            return "\(person) is back on \(first)"
        }
        let last = first.advanced(by: dice.below(14))
        try send(RecordAway(staff: person, from: first, through: last), by: .frontDesk)
        return "\(person) is away from \(first) to \(last)"
    }

    /// All that an intake needs, up to a level of care.
    mutating func placeSomebody(_ one: ClientID? = nil) throws -> String {
        let client = one ?? clients[dice.below(clients.count)]
        let no = ItemAnswer(value: 0)
        var answers = Dictionary(
            uniqueKeysWithValues: IntakeQuestion.known.map { ($0.rawValue, no) })
        if dice.below(4) == 0 { answers["danger-at-home"] = ItemAnswer(value: 1) }
        if dice.below(6) == 0 {
            let question = IntakeQuestion.known[dice.below(IntakeQuestion.known.count)]
            answers[question.rawValue] = ItemAnswer(value: 1)
        }
        try? send(register(client), by: .frontDesk)
        try send(AnswerIntake(client: client, answers: answers), by: .clinician)
        try send(
            SubmitQuestionnaire(
                client: client, instrument: "c-ssrs-screener",
                answers: ["q1": no, "q2": no, "q6": no]), by: .clinician)
        let rated = try world.seats[0].journal.isEmpty ? [] : ratings(of: client)
        for dimension in 1...6 where !rated.contains(dimension) {
            try send(
                RateDimension(
                    client: client, edition: "asam-3", dimension: dimension,
                    rating: dimension == 5 ? 2 : 0, evidence: []), by: .clinician)
        }
        try send(RecommendPlacement(client: client), by: .clinician)
        return "\(client) \(try confirm(client))"
    }

    private func ratings(of client: ClientID) throws -> [Int] {
        let since = try world.facts(of: .assessment)
        let last = since.lastIndex { ($0.event as? ReassessmentOpened)?.client == client } ?? -1
        return since[(last + 1)...].compactMap { fact in
            (fact.event as? DimensionRated).flatMap { $0.client == client ? $0.dimension : nil }
        }
    }

    private mutating func confirm(_ client: ClientID) throws -> String {
        guard dice.below(6) > 0,
            let waiting = try world.view(IntakeList()).first(where: { $0.client == client }),
            let placement = waiting.placement, let level = waiting.indicated
        else { return "waits for a confirmation" }
        // What holds the level up is cleared by some, and refused to the others.
        if dice.below(2) == 0 {
            try? send(
                ClearGate(
                    client: client, gate: "danger-at-home", act: "safe-place",
                    finding: "Stays with a sister."), by: .clinician)
        }
        let confirmation = confirmation(of: client, placement, level)
        try send(confirmation, by: confirmation.overrideReason == nil ? .clinician : .prescriber)
        return "placed at \(confirmation.level)"
    }

    /// Mostly as indicated; else elsewhere, or at a level that cannot be had yet.
    private mutating func confirmation(
        of client: ClientID, _ placement: PlacementID, _ level: LevelOfCare
    ) -> ConfirmPlacement {
        var order = ConfirmPlacement(client: client, placement: placement, level: level)
        switch dice.below(6) {
        case 0: (order.available, order.interim) = (.outpatient, "Two calls a week.")
        case 1: (order.level, order.overrideReason) = ("3.5", "Nobody to go home to.")
        case 2:
            order.stepDown = StepDown(
                level: "3.5", program: "the house on the hill",
                transfer: world.moment.now.today.advanced(by: 1 + dice.below(9)))
        default: break
        }
        return order
    }

    /// A clinician closes what was opened last.
    private mutating func close(_ client: ClientID) throws -> String {
        let opened = try world.facts(of: .assessment).compactMap { $0.event as? ConcernOpened }
        guard let concern = opened.last(where: { $0.client == client }) else { return "no concern" }
        try send(
            CloseConcern(
                client: client, kind: concern.kind, level: .low, action: "Screened.",
                hasSafetyPlan: true,
                nextScreen: world.moment.now.today.advanced(by: 1 + dice.below(30))),
            by: .clinician)
        return "\(client) closed \(concern.kind)"
    }

    mutating func act() throws -> String {
        let client = clients[dice.below(clients.count)]
        switch dice.below(10) {
        case 0: try send(register(client), by: .frontDesk)
        case 1: try send(DeclineTreatment(client: client, reason: "Not now."), by: .clinician)
        case 2:
            let items = [nil, 0, 1, 3][dice.below(4)].map { ["9": ItemAnswer(value: $0)] } ?? [:]
            try send(
                SubmitQuestionnaire(client: client, instrument: "phq-9", answers: items),
                by: .frontDesk)
        case 3:
            guard let alert = try world.view(OpenAlerts()).first else {
                return try close(client)
            }
            try send(
                AcknowledgeAlert(client: alert.client, alert: alert.alert, action: "Called."),
                by: .clinician)
        case 4, 5: return try contact()
        case 6: return try attend()
        case 7:
            guard let stay = try world.view(Enrollments()).first else { return "nobody stays" }
            try send(
                ChangePhase(
                    client: stay.client, from: stay.phase, to: stay.phase == "p1" ? "p2" : "p3",
                    reason: "As agreed."), by: .clinician)
        case 8:
            guard let stay = try world.view(Enrollments()).last else { return "nobody stays" }
            try prepareEnd(of: stay.client)
            try send(
                CompleteProgram(client: stay.client, reason: "The goals are met."), by: .clinician)
        default:
            try send(DischargeClient(client: client, reason: "As agreed."), by: .clinician)
        }
        return "an act on \(client)"
    }

    private mutating func contact() throws -> String {
        guard let next = try world.view(NextContacts()).first(where: { $0.contact != nil }),
            let contact = next.contact
        else { return "no contact is open" }
        try send(
            RecordContact(
                client: next.client, contact: contact, isReached: dice.below(2) == 0,
                returnToUse: dice.below(4) == 0, note: "A call."), by: .clinician)
        return "a contact with \(next.client)"
    }

    /// Signs the plan for the time after, if one is drafted, and books what the end needs.
    private mutating func prepareEnd(of client: ClientID) throws {
        let draft = try world.facts(of: .aftercare).last { fact in
            (fact.event as? PlanDrafted)?.client == client
        }
        guard let draft, let plan = draft.event as? PlanDrafted else { return }
        try send(
            SignPlan(
                client: client, plan: plan.plan, draft: draft.id, sections: ["coping": "Walks."]),
            by: .clinician)
        for days in [7, 14] {
            let at = LocalDateTime(
                date: world.moment.now.today.advanced(by: days), time: TimeOfDay(minutes: 600))
            // Booked for an earlier end, it is booked.
            try? send(
                BookAppointment(client: client, with: "A doctor", at: at, place: "There"),
                by: .clinician)
        }
    }

    private mutating func attend() throws -> String {
        let lines = try world.view(WeekView(week: world.moment.now.today.weekStart))
        let past = lines.sessions.filter { $0.end <= world.moment.now.local }
        guard let session = past.last, let client = session.clients.first else {
            return "no session"
        }
        let isThere = dice.below(2) == 0
        try send(
            RecordAttendance(
                client: client, session: session.session,
                status: isThere ? .present : .noShow, minutes: isThere ? 60 : 0), by: .clinician)
        return "attendance of \(client)"
    }

    func register(_ client: ClientID) -> RegisterClient {
        RegisterClient(
            client: client, name: "Somebody", contact: "By phone", ages: .adult, language: "en",
            commitments: [], consent: true)
    }

    /// Gives a command as a person of a role.
    mutating func send<Order: Command>(_ order: Order, by role: Role) throws {
        let people: [Role: StaffID] = [
            .clinician: "t03", .prescriber: "md1", .nurse: "rn1", .caseManager: "cm1",
            .director: "dir", .frontDesk: "fd1",
        ]
        try world.give(
            order, by: Actor(staff: people[role] ?? "dir", role: role), to: Order.receiver)
    }
}
