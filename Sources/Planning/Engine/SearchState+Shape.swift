/// A plan as it stands in cells, small enough to be put aside often.
extension SearchState {
    struct Shape: Hashable, Sendable {
        var contents: [Int32]
        var members: [Int32]
        var visits: [Int32]
    }

    var shape: Shape { Shape(contents: contents, members: members, visits: visits) }

    /// The plan that a shape stands for.
    init(_ shape: Shape, of problem: DenseProblem) {
        self.init(problem)
        for cell in 0..<problem.cellCount where shape.contents[cell] >= 0 && !isHeld[cell] {
            openSession(Int(shape.contents[cell]), in: cell)
        }
        for cell in 0..<problem.cellCount where shape.contents[cell] >= 0 {
            let first = cell * DenseProblem.mostSeats
            let block = problem.block(of: cell)
            for place in first..<first + DenseProblem.mostSeats where shape.members[place] >= 0 {
                let client = Int(shape.members[place])
                if !heldSeats[client].has(block) { seat(client, in: cell) }
            }
        }
        for cell in 0..<problem.cellCount where shape.contents[cell] == SearchState.appointments {
            let first = cell * problem.appointmentsPerBlock
            for place in first..<first + problem.appointmentsPerBlock
            where shape.visits[place] >= 0 {
                visit(Int(shape.visits[place]), in: cell)
            }
        }
        keepSteps()
    }

    /// The plan in the words of the problem.
    var plan: Plan {
        var plan = Plan()
        for cell in 0..<problem.cellCount {
            let block = problem.source.blocks[problem.block(of: cell)].id
            let clinician = problem.source.clinicians[problem.clinician(of: cell)].id
            if hasSession(cell) {
                let first = cell * DenseProblem.mostSeats
                let clients = members[first..<first + Int(sizes[cell])]
                plan.sessions.append(
                    PlannedSession(
                        template: problem.source.groupTemplates[Int(contents[cell])].id,
                        block: block, clinician: clinician,
                        clients: clients.map { problem.source.clients[Int($0)].id }))
            } else if contents[cell] == SearchState.appointments {
                let first = cell * problem.appointmentsPerBlock
                for visit in visits[first..<first + Int(sizes[cell])] {
                    let mine = problem.appointments[Int(visit)]
                    plan.appointments.append(
                        PlannedAppointment(
                            client: problem.source.clients[mine.client].id, kind: mine.kind,
                            block: block, clinician: clinician))
                }
            }
        }
        return plan.sorted
    }
}
