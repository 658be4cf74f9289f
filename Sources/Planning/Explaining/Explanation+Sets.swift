extension Explanation {
    /// What keeps a client from each session that is held.
    func seatSets(of client: Int) -> [BlockingSet] {
        plan.sessions.compactMap { session in
            guard
                let block = problem.blocks.firstIndex(where: { $0.id == session.block }),
                let template = problem.groupTemplates.first(where: { $0.id == session.template }),
                !session.clients.contains(problem.clients[client].id)
            else { return nil }
            let obstacles =
                personal(client, block)
                + template.reasonsAgainst(problem.clients[client]).map {
                    Obstacle.ineligible(
                        client: problem.clients[client].id, $0, template: template.id)
                } + crowd(client, session, template, block)
            return BlockingSet(
                obstacles: obstacles,
                place: Attendance(block: session.block, clinician: session.clinician))
        }
    }

    /// What of a client's own week is in the way of a block.
    private func personal(_ client: Int, _ block: Int) -> [Obstacle] {
        let person = problem.clients[client]
        let id = problem.blocks[block].id
        var obstacles: [Obstacle] = []
        if person.unavailable.contains(id) {
            obstacles.append(.clientBusy(client: person.id, block: id))
        }
        for appointment in plan.appointments
        where appointment.client == person.id && appointment.block == id {
            obstacles.append(.appointment(client: person.id, appointment.kind))
        }
        let onDay = state.seatsOnDay(of: client, block: block).nonzeroBitCount
        if onDay >= state.problem.clients[client].maxPerDay {
            obstacles.append(.dayFull(client: person.id, block: id))
        }
        return obstacles
    }

    /// Who and what takes a session's seats.
    private func crowd(
        _ client: Int, _ session: PlannedSession, _ template: GroupTemplate, _ block: Int
    ) -> [Obstacle] {
        let person = problem.clients[client]
        var obstacles: [Obstacle] = []
        if session.clients.count >= template.sizes(under: problem.rulePacks).upperBound {
            obstacles.append(.sessionFull(session.key))
        }
        if let cell = DenseNames(problem).cell(session.key),
            let place = problem.groupTemplates.firstIndex(where: { $0.id == template.id }),
            obstacles.isEmpty, !state.hasSeat(in: cell, of: place)
        {
            obstacles.append(.roomFull(session.key))
        }
        for other in session.clients {
            guard let foe = problem.clients.first(where: { $0.id == other }) else { continue }
            if person.doNotPair.contains(other) || foe.doNotPair.contains(person.id) {
                obstacles.append(.keptApart(client: person.id, from: other))
            }
        }
        return obstacles
    }

    /// What keeps an appointment from each block of each clinician who may give it.
    func appointmentSets(of client: Int, _ kind: AppointmentKind) -> [BlockingSet] {
        let person = problem.clients[client]
        return problem.clinicians.indices.filter {
            person.maySee(problem.clinicians[$0], for: kind)
        }
        .flatMap { clinician in
            problem.blocks.indices.map { block in
                BlockingSet(
                    obstacles: own(client, block) + work(clinician, block),
                    place: Attendance(
                        block: problem.blocks[block].id,
                        clinician: problem.clinicians[clinician].id))
            }
        }
    }

    private func own(_ client: Int, _ block: Int) -> [Obstacle] {
        let person = problem.clients[client]
        let id = problem.blocks[block].id
        var obstacles: [Obstacle] = []
        if person.unavailable.contains(id) {
            obstacles.append(.clientBusy(client: person.id, block: id))
        }
        if state.seats[client].has(block) {
            obstacles.append(.seated(client: person.id, block: id))
        }
        for appointment in plan.appointments
        where appointment.client == person.id && appointment.block == id {
            obstacles.append(.appointment(client: person.id, appointment.kind))
        }
        return obstacles
    }

    private func work(_ clinician: Int, _ block: Int) -> [Obstacle] {
        let id = problem.clinicians[clinician].id
        let name = problem.blocks[block].id
        let cell = clinician * problem.blocks.count + block
        var obstacles: [Obstacle] = []
        if !problem.clinicians[clinician].available.contains(name) {
            obstacles.append(.clinicianAbsent(clinician: id, block: name))
        }
        if state.hasSession(cell) {
            obstacles.append(.clinicianLeads(clinician: id, block: name))
        } else if state.contents[cell] == SearchState.appointments {
            if Int(state.sizes[cell]) >= problem.appointmentsPerBlock {
                obstacles.append(.blockFull(clinician: id, block: name))
            }
        } else if !state.hasHours(clinician, for: block) {
            obstacles.append(.clinicianHours(clinician: id))
        }
        return obstacles
    }
}
