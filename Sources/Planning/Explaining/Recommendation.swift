/// What somebody asks the planner about a plan that stays as it is.
package enum PlanRequest: Hashable, Sendable {
    /// The best sessions for a client.
    case seat(client: String)
    /// The best clients for a free seat of a session.
    case freeSeat(SessionKey)
    /// The best times for an appointment.
    case appointment(client: String, AppointmentKind)
}

/// A place that could be taken now, and what it would cost.
package struct Recommendation: Hashable, Sendable {
    package var client: String
    package var place: Attendance
    /// The seat that the client would leave for it, if there is one.
    package var leaves: Attendance?
    /// Points by which the plan's total would change: below 0 the plan gets better.
    package var points: Int
}

/// The best answers to a request, the best first; nothing else of the plan moves.
///
/// - Parameter top: answers at most.
package func recommend(
    _ problem: Problem, _ plan: Plan, for request: PlanRequest, top: Int = 5
) -> [Recommendation] {
    let names = DenseNames(problem)
    let state = SearchState(repairing: plan, of: DenseProblem(problem))
    let found: [Recommendation]
    switch request {
    case .seat(let id):
        guard let client = names.clients[id] else { return [] }
        found = state.open.compactMap { state.recommendation(client, Int($0)) }
    case .freeSeat(let key):
        guard let cell = names.cell(key), state.hasSession(cell) else { return [] }
        found = problem.clients.indices.compactMap { state.recommendation($0, cell) }
    case .appointment(let id, let kind):
        guard let client = names.clients[id] else { return [] }
        found = state.times(client, kind)
    }
    return Array(
        found.sorted {
            ($0.points, $0.client, $0.place.block, $0.place.clinician)
                < ($1.points, $1.client, $1.place.block, $1.place.clinician)
        }.prefix(top))
}

extension SearchState {
    /// What it costs that a client comes to a session, if that can be.
    fileprivate func recommendation(_ client: Int, _ cell: Int) -> Recommendation? {
        let template = Int(contents[cell])
        guard problem.templatesOfClient.contains(template, in: client),
            hasSeat(in: cell, of: template), !isKeptOut(client, of: cell),
            let candidate = candidate(client, cell, template)
        else { return nil }
        if candidate.source >= 0, isHeld[Int(candidate.source)] == false {
            // A group that would become too small is not robbed of a client.
            let source = Int(candidate.source)
            guard Int(sizes[source]) > problem.templates[Int(contents[source])].minSize else {
                return nil
            }
        }
        return Recommendation(
            client: problem.source.clients[client].id, place: place(cell),
            leaves: candidate.source < 0 ? nil : place(Int(candidate.source)),
            points: candidate.points + growing(cell, template))
    }

    /// The times at which an appointment could be, and is not.
    fileprivate func times(_ client: Int, _ kind: AppointmentKind) -> [Recommendation] {
        for number in problem.appointmentsOfClient[client] {
            let appointment = problem.appointmentsOfClient.item(at: number)
            guard problem.appointments[appointment].kind == kind else { continue }
            var state = self
            let before = state.total
            let old = state.appointmentCells[appointment]
            if old >= 0 { state.unvisit(appointment) }
            return problem.cliniciansOfAppointment[appointment].flatMap { number in
                let clinician = problem.cliniciansOfAppointment.item(at: number)
                return (0..<problem.blockCount).compactMap { block -> Recommendation? in
                    let cell = clinician * problem.blockCount + block
                    guard cell != Int(old), state.freeBlocks(of: client).has(block),
                        problem.clinicians[clinician].available.has(block),
                        state.hasVisitPlace(in: cell),
                        !state.isAway(
                            client, from: problem.clinicians[clinician].site, in: block)
                    else { return nil }
                    return Recommendation(
                        client: problem.source.clients[client].id, place: place(cell),
                        leaves: old < 0 ? nil : place(Int(old)),
                        points: state.total + state.visiting(appointment, cell) - before)
                }
            }
        }
        return []
    }

    private func place(_ cell: Int) -> Attendance {
        Attendance(
            block: problem.source.blocks[problem.block(of: cell)].id,
            clinician: problem.source.clinicians[problem.clinician(of: cell)].id)
    }
}
