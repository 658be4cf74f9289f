import AssessmentCore
import Messages
import TestKit

/// A random history of a clinic, from a seed: what clients and staff do, forget and get wrong.
struct CareStory {
    private(set) var world: CareWorld
    private var dice: SeededGenerator
    private let clients: [ClientID] = (1...5).map { ClientID("c-\($0)") }

    init(seed: UInt64) throws {
        world = try CareWorld()
        dice = SeededGenerator(seed: seed)
    }

    /// One thing that may happen; what is refused changes nothing. Says what it was.
    mutating func step() throws -> String {
        do {
            switch dice.below(16) {
            case 0, 1, 2, 3: return try wait(hours: 1 + dice.below(10))
            case 4: return try wait(hours: 24 * (1 + dice.below(3)))
            // A clock that leaps.
            case 5 where dice.below(4) == 0: return try wait(hours: 24 * 9)
            case 6: return try correct()
            case 7 where dice.below(3) == 0: return try restaff()
            case 7: return try goAway()
            case 8, 9: return try placeSomebody()
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
        let owners: [Identity] = [.assessment, .scheduler, .aftercare]
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
            try send(RecordBack(staff: person, from: first), by: .frontDesk)
            return "\(person) is back on \(first)"
        }
        let last = first.advanced(by: dice.below(14))
        try send(RecordAway(staff: person, from: first, through: last), by: .frontDesk)
        return "\(person) is away from \(first) to \(last)"
    }

    /// All that an intake needs, up to a level of care.
    private mutating func placeSomebody() throws -> String {
        let client = clients[dice.below(clients.count)]
        let no = ItemAnswer(value: 0)
        var answers = Dictionary(
            uniqueKeysWithValues: IntakeQuestion.known.map { ($0.rawValue, no) })
        if dice.below(4) == 0 { answers["danger-at-home"] = ItemAnswer(value: 1) }
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
        try send(
            ConfirmPlacement(client: client, placement: placement, level: level), by: .clinician)
        return "placed at \(level)"
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

    private mutating func act() throws -> String {
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
            try send(
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

    private func register(_ client: ClientID) -> RegisterClient {
        RegisterClient(
            client: client, name: "Somebody", contact: "By phone", ages: .adult, language: "en",
            commitments: [], consent: true)
    }

    private mutating func send<Order: Command>(_ order: Order, by role: Role) throws {
        let person: StaffID = role == .clinician ? "t03" : "fd1"
        try world.give(order, by: Actor(staff: person, role: role), to: Order.receiver)
    }
}

extension CareStory {
    /// Each client for whom nothing comes next, in words.
    func lost() throws -> [String] {
        let away = DaysAway(try world.view(StaffAwayView()))
        var steps = NextSteps(in: world.moment.clinic, at: world.moment.now, away: away)
        for duty in world.duties.values.flatMap(\.open.values) { steps.add(duty) }
        let monday = world.moment.now.today.weekStart
        for week in [monday, monday.advanced(by: 7)] {
            for session in try world.view(WeekView(week: week)).sessions { steps.add(session) }
        }
        for stay in try world.view(Enrollments()) { steps.add(stay) }
        for contact in try world.view(NextContacts()) { steps.add(contact) }
        return try steps.lost(of: inCare()).map { client in
            let standing = try whereabouts(of: client)
            return "\(client): \(standing)"
        } + unattended(away)
    }

    /// Duties that are with somebody who is away until they are due, though a director is there.
    private func unattended(_ away: DaysAway) -> [String] {
        let now = world.moment.now
        func isAway(_ person: StaffID, until due: Timestamp) -> Bool {
            away.isAway(person, on: now.today)
                && now.localDate(of: due) < away.back(person, from: now.today)
        }
        let directors = world.moment.clinic.staff.filter { $0.roles.contains(.director) }
        return world.duties.values.flatMap(\.open.values).filter { duty in
            duty.person.map { isAway($0, until: duty.due) } ?? false
                && directors.contains { !isAway($0.id, until: duty.due) }
        }
        .map { "\($0.duty) is with \($0.person?.text ?? "nobody"), who is away" }
    }

    /// Everybody who was registered, and whom no person has discharged since.
    private func inCare() throws -> Set<ClientID> {
        let registered = try world.facts(of: .assessment).compactMap {
            ($0.event as? ClientRegistered)?.client
        }
        let discharged = try world.facts(of: .aftercare).compactMap {
            ($0.event as? ClientDischarged)?.client
        }
        return Set(registered).subtracting(discharged)
    }

    private func whereabouts(of client: ClientID) throws -> String {
        let intake = try world.view(IntakeList()).contains { $0.client == client }
        let stay = try world.view(Enrollments()).first { $0.client == client }
        let contact = try world.view(NextContacts()).first { $0.client == client }
        let duties = world.duties.values.flatMap(\.open.values).filter { $0.client == client }
        return "intake \(intake), stay \(stay.map { "\($0)" } ?? "none"),"
            + " contact \(contact.map { "\($0)" } ?? "none"), duties \(duties)"
    }
}
