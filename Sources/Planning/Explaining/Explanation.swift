/// Why needs have no place in a plan: for each, the least sets of what would have to change.
///
/// - Parameter most: sets for each need at most.
/// - Returns: the needs that the plan does not meet, in the order of the clients.
package func explain(_ problem: Problem, _ plan: Plan, most: Int = 4) -> [UnplacedNeed] {
    let explanation = Explanation(problem, plan)
    return problem.clients.indices.flatMap { explanation.needs(of: $0, most: most) }
}

/// A plan with its problem in numbers, to be asked why.
struct Explanation {
    let problem: Problem
    let plan: Plan
    let state: SearchState

    init(_ problem: Problem, _ plan: Plan) {
        self.problem = problem
        self.plan = plan.sorted
        state = SearchState(repairing: plan, of: DenseProblem(problem))
    }

    func needs(of client: Int, most: Int) -> [UnplacedNeed] {
        let id = problem.clients[client].id
        let missing = state.problem.clients[client].need - state.seatCount(of: client)
        var needs: [UnplacedNeed] = []
        if missing > 0 {
            let sets = least(seatSets(of: client), most: most) { placesSeat(client, without: $0) }
            needs.append(UnplacedNeed(client: id, kind: .blocks(missing), sets: sets))
        }
        for place in state.problem.appointmentsOfClient[client] {
            let appointment = state.problem.appointmentsOfClient.item(at: place)
            guard state.appointmentCells[appointment] < 0 else { continue }
            let kind = state.problem.appointments[appointment].kind
            let sets = least(appointmentSets(of: client, kind), most: most) {
                placesAppointment(client, kind, without: $0)
            }
            needs.append(UnplacedNeed(client: id, kind: .appointment(kind), sets: sets))
        }
        return needs
    }

    /// Those of the sets that are enough, of which no part is enough: each is tried.
    private func least(
        _ sets: [BlockingSet], most: Int, isEnough: ([Obstacle]) -> Bool
    ) -> [BlockingSet] {
        var found: [BlockingSet] = []
        for set in sets.sorted(by: { $0.obstacles.count < $1.obstacles.count }) {
            guard found.count < most else { break }
            let mine = Set(set.obstacles)
            guard !found.contains(where: { mine.isSuperset(of: $0.obstacles) }),
                isEnough(set.obstacles),
                set.obstacles.allSatisfy({ one in
                    !isEnough(set.obstacles.filter { $0 != one })
                })
            else { continue }
            found.append(set)
        }
        return found
    }

    /// Whether a client gets a block more in this plan where some obstacles are gone.
    private func placesSeat(_ client: Int, without obstacles: [Obstacle]) -> Bool {
        let relaxed = problem.without(obstacles)
        let again = SearchState(repairing: plan.without(obstacles), of: DenseProblem(relaxed))
        var search = Search(again, seed: 1)
        search.looksEverywhere = true
        let before = state.seatCount(of: client)
        search.placeClient(client)
        return search.state.seatCount(of: client) > before
    }

    private func placesAppointment(
        _ client: Int, _ kind: AppointmentKind, without obstacles: [Obstacle]
    ) -> Bool {
        let relaxed = problem.without(obstacles)
        let dense = DenseProblem(relaxed)
        let again = SearchState(repairing: plan.without(obstacles), of: dense)
        var search = Search(again, seed: 1)
        search.looksEverywhere = true
        for place in dense.appointmentsOfClient[client] {
            let appointment = dense.appointmentsOfClient.item(at: place)
            guard dense.appointments[appointment].kind == kind else { continue }
            search.placeAppointment(appointment)
            return search.state.appointmentCells[appointment] >= 0
        }
        return false
    }
}
