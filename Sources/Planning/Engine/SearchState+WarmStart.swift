extension SearchState {
    /// What still holds of a plan: sessions that can be held, with those who can come.
    ///
    /// What cannot be is left out, so the plan is valid as it is, and short of seats.
    init(repairing plan: Plan, of problem: DenseProblem) {
        self.init(problem)
        let names = DenseNames(problem.source)
        for session in plan.sorted.sessions { take(session, names) }
        for cell in 0..<problem.cellCount where hasSession(cell) && !isHeld[cell] {
            if Int(sizes[cell]) < problem.templates[Int(contents[cell])].minSize { empty(cell) }
        }
        for visit in plan.sorted.appointments { take(visit, names) }
        keepSteps()
    }

    private mutating func take(_ session: PlannedSession, _ names: DenseNames) {
        guard let cell = names.cell(session.key), let template = names.templates[session.template]
        else { return }
        if contents[cell] == SearchState.nothing {
            guard problem.cellsOfTemplate.contains(cell, in: template), canOpen(template, in: cell)
            else { return }
            openSession(template, in: cell)
        }
        guard contents[cell] == Int32(template) else { return }
        let block = problem.block(of: cell)
        for client in session.clients.compactMap({ names.clients[$0] }) {
            let mine = problem.clients[client]
            guard problem.templatesOfClient.contains(template, in: client),
                freeBlocks(of: client).has(block),
                seatCount(of: client) < mine.need,
                seatsOnDay(of: client, block: block).nonzeroBitCount < mine.maxPerDay,
                hasSeat(in: cell, of: template), !isKeptOut(client, of: cell)
            else { continue }
            seat(client, in: cell)
        }
    }

    private mutating func empty(_ cell: Int) {
        while sizes[cell] > 0 {
            unseat(Int(members[cell * DenseProblem.mostSeats]), from: cell)
        }
        closeSession(in: cell)
    }

    private mutating func take(_ visit: PlannedAppointment, _ names: DenseNames) {
        guard let client = names.clients[visit.client],
            let cell = names.cell(clinician: visit.clinician, block: visit.block)
        else { return }
        let clinician = problem.clinician(of: cell)
        let site = problem.clinicians[clinician].site
        let block = problem.block(of: cell)
        for place in problem.appointmentsOfClient[client] {
            let appointment = problem.appointmentsOfClient.item(at: place)
            let mine = problem.appointments[appointment]
            guard mine.kind == visit.kind,
                problem.cliniciansOfAppointment.contains(clinician, in: appointment),
                appointmentCells[appointment] < 0, freeBlocks(of: client).has(block),
                problem.clinicians[clinician].available.has(block), hasVisitPlace(in: cell),
                !isAway(client, from: site, in: block)
            else { continue }
            self.visit(appointment, in: cell)
        }
    }
}
