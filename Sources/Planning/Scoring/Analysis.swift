/// Scores a whole plan from its text, step by step, and looks for broken rules.
///
/// The engine counts on its own and much faster; this is what it is held against. It shares no
/// number with it, and takes no shortcut.
package func analyze(_ problem: Problem, _ plan: Plan) -> ScoreAnalysis {
    var analysis = PlanAnalysis(problem)
    analysis.take(plan)
    return analysis.finished()
}

/// The work of ``analyze(_:_:)``: it takes sessions and appointments, then judges each person.
struct PlanAnalysis {
    let problem: Problem
    let blocks: [String: Block]
    let clinicians: [String: Clinician]
    let templates: [String: GroupTemplate]
    let clients: [String: Client]
    let held: [SessionKey: HeldSession]
    /// A client's seats, by client.
    var seats: [String: [Seat]] = [:]
    var appointments: [String: [PlannedAppointment]] = [:]
    /// What a clinician does in a block, by clinician and block.
    var work: [String: [String: Work]] = [:]
    var score = ScoreAnalysis()

    struct Seat {
        let block: Block
        let clinician: String
        let template: GroupTemplate
    }

    enum Work {
        case group
        case appointments(Int)
    }

    init(_ problem: Problem) {
        func index<Item>(_ items: [Item], _ id: (Item) -> String) -> [String: Item] {
            Dictionary(items.map { (id($0), $0) }) { first, _ in first }
        }
        self.problem = problem
        blocks = index(problem.blocks) { $0.id }
        clinicians = index(problem.clinicians) { $0.id }
        templates = index(problem.groupTemplates) { $0.id }
        clients = index(problem.clients) { $0.id }
        held = Dictionary(problem.heldSessions.map { ($0.key, $0) }) { first, _ in first }
    }

    mutating func take(_ plan: Plan) {
        let plan = plan.sorted
        for session in plan.sessions { take(session) }
        for appointment in plan.appointments { take(appointment) }
        rooms(of: plan)
        heldSessions(in: plan)
    }

    mutating func finished() -> ScoreAnalysis {
        for clinician in problem.clinicians { judge(clinician) }
        for client in problem.clients { judge(client) }
        meetings()
        return score
    }

    mutating func breach(_ rule: Breach.Rule, _ subjects: String...) {
        score.breaches.append(Breach(rule: rule, subjects: subjects))
    }

    private mutating func take(_ session: PlannedSession) {
        guard let template = templates[session.template], let block = blocks[session.block],
            let clinician = clinicians[session.clinician]
        else { return breach(.unknown, session.template, session.block, session.clinician) }
        let isHeld = held[session.key] != nil
        if work[clinician.id]?[block.id] != nil { breach(.clinicianTwice, clinician.id, block.id) }
        work[clinician.id, default: [:]][block.id] = .group
        if !isHeld {
            if !template.reasonsAgainst(clinician).isEmpty {
                breach(.clinicianMayNotLead, clinician.id, template.id)
            }
            if !clinician.available.contains(block.id) {
                breach(.clinicianAbsent, clinician.id, block.id)
            }
        }
        seat(session, template, block)
        let weights = problem.weights
        score.add(weights.openSession, for: .openSession)
        if problem.lastWeekSessions.contains(session.key) {
            score.add(-weights.repeatBonus, for: .repeatBonus)
        }
        score.add(
            weights.undersizePerClient * max(0, template.targetMinSize - session.clients.count),
            for: .undersizePerClient)
    }

    private mutating func seat(
        _ session: PlannedSession, _ template: GroupTemplate, _ block: Block
    ) {
        let held = held[session.key]
        let sizes = template.sizes(under: problem.rulePacks)
        let size = session.clients.count
        let isTooSmall = held == nil && size < sizes.lowerBound
        // What a programme fixes may be above the size too: its clients were chosen by people.
        if isTooSmall || size > max(sizes.upperBound, held?.clients.count ?? 0) {
            breach(.size, template.id, block.id, String(size))
        }
        for (place, id) in session.clients.enumerated() {
            guard let client = clients[id] else {
                breach(.unknown, id)
                continue
            }
            let isGiven = held?.clients.contains(id) ?? false
            if session.clients[..<place].contains(id) { breach(.clientTwice, id, block.id) }
            if !isGiven {
                if !template.reasonsAgainst(client).isEmpty {
                    breach(.clientMayNotAttend, id, template.id)
                }
                if client.unavailable.contains(block.id) { breach(.clientBusy, id, block.id) }
                for other in session.clients where areApart(client, other) {
                    breach(.doNotPair, id, other)
                }
            }
            seats[id, default: []].append(
                Seat(block: block, clinician: session.clinician, template: template))
        }
    }

    /// Whether two clients may not sit together, by the word of either.
    private func areApart(_ client: Client, _ other: String) -> Bool {
        client.doNotPair.contains(other) || clients[other]?.doNotPair.contains(client.id) ?? false
    }

    private mutating func take(_ appointment: PlannedAppointment) {
        guard let client = clients[appointment.client], let block = blocks[appointment.block],
            let clinician = clinicians[appointment.clinician]
        else { return breach(.unknown, appointment.client, appointment.block) }
        switch work[clinician.id]?[block.id] {
        case .group: breach(.clinicianTwice, clinician.id, block.id)
        case .appointments(let count):
            work[clinician.id]?[block.id] = .appointments(count + 1)
            if count + 1 > problem.appointmentsPerBlock {
                breach(.appointmentsFull, clinician.id, block.id)
            }
        case nil: work[clinician.id, default: [:]][block.id] = .appointments(1)
        }
        if !client.maySee(clinician, for: appointment.kind)
            || !clinician.available.contains(block.id) || client.unavailable.contains(block.id)
        {
            breach(.appointmentMayNot, client.id, clinician.id, block.id)
        }
        if !client.appointmentsDue.contains(appointment.kind) {
            breach(.appointmentNotDue, client.id)
        }
        let mine = appointments[client.id, default: []]
        if mine.contains(where: { $0.kind == appointment.kind }) {
            breach(.appointmentTwice, client.id)
        }
        appointments[client.id] = mine + [appointment]
    }
}
