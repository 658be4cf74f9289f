/// Moves of one client or appointment.
extension Search {
    /// Gives a client another seat, where it is taken in exchange with whoever sits there.
    mutating func moveSeat(limit: Int) -> Bool {
        guard state.problem.clientCount > 0 else { return false }
        let client = chance.below(state.problem.clientCount)
        let mine = state.problem.clients[client]
        guard mine.need > 0,
            let template = state.problem.templatesOfClient.random(client, &chance)
        else { return false }
        let choices = state.openOfTemplate[template].count
        guard choices > 0 else { return false }
        let cell = Int(state.openOfTemplate[template][chance.below(choices)])
        let block = state.problem.block(of: cell)
        guard (mine.free & ~state.visitBlocks[client]).has(block),
            let source = source(of: client, for: block), source != cell
        else { return false }
        if state.hasSeat(in: cell, of: template) {
            let points =
                source < 0
                ? state.joining(client, cell, template)
                : state.exchanging(client, source, cell, template)
                    + state.shrinking(source, Int(state.contents[source]))
            guard
                state.total + points + state.growing(cell, template) <= limit
                    || mayDissolve(source)
            else { return false }
        } else {
            guard let other = member(of: cell, but: client) else { return false }
            state.unseat(other, from: cell)
            waiting.append(Int32(other))
        }
        guard !state.isKeptOut(client, of: cell) else { return false }
        if source >= 0 {
            state.unseat(client, from: source)
            shrunk.append(Int32(source))
        }
        guard state.hasSeat(in: cell, of: template) else { return false }
        state.seat(client, in: cell)
        return true
    }

    /// Whether a session would be too small with one client less, and so be given up.
    private func mayDissolve(_ source: Int) -> Bool {
        source >= 0 && !state.isHeld[source]
            && Int(state.sizes[source])
                <= state.problem.templates[Int(state.contents[source])].minSize
    }

    /// The seat that a client leaves for one in a block: -1 for none, nil where that cannot be.
    private mutating func source(of client: Int, for block: Int) -> Int? {
        let mine = state.problem.clients[client]
        var choices = state.seats[client]
        if choices.has(block) {
            choices = 1 << UInt64(block)
        } else {
            let onDay = state.seatsOnDay(of: client, block: block)
            if onDay.nonzeroBitCount >= mine.maxPerDay {
                choices = onDay
            } else if choices.nonzeroBitCount < mine.need {
                return -1
            }
        }
        choices &= ~state.heldSeats[client]
        guard choices != 0 else { return nil }
        let old = choices.nth(chance.below(choices.nonzeroBitCount))
        return Int(state.seatCells[client * state.problem.blockCount + old])
    }

    /// Somebody in a session who may leave it.
    private mutating func member(of cell: Int, but client: Int) -> Int? {
        let size = Int(state.sizes[cell])
        guard size > 0 else { return nil }
        let place = cell * DenseProblem.mostSeats + chance.below(size)
        let other = Int(state.members[place])
        let block = state.problem.block(of: cell)
        guard other != client, !state.heldSeats[other].has(block) else { return nil }
        return other
    }

    /// Gives an appointment another time.
    mutating func moveAppointment() -> Bool {
        guard !state.problem.appointments.isEmpty else { return false }
        let appointment = chance.below(state.problem.appointments.count)
        let mine = state.problem.appointments[appointment]
        guard let clinician = state.problem.cliniciansOfAppointment.random(appointment, &chance)
        else { return false }
        let blocks =
            state.freeBlocks(of: mine.client) & state.problem.clinicians[clinician].available
        guard blocks != 0 else { return false }
        let block = blocks.nth(chance.below(blocks.nonzeroBitCount))
        let cell = clinician * state.problem.blockCount + block
        guard !state.hasSession(cell), isWelcome(mine.client, cell) else { return false }
        if state.appointmentCells[appointment] >= 0 { state.unvisit(appointment) }
        evictOne(from: cell)
        guard state.hasVisitPlace(in: cell) else { return false }
        state.visit(appointment, in: cell)
        return true
    }

    /// Takes all of a client's seats and appointments, and places them anew.
    mutating func rebuildClient() -> Bool {
        guard state.problem.clientCount > 0 else { return false }
        let client = chance.below(state.problem.clientCount)
        var seats = state.seats[client] & ~state.heldSeats[client]
        while seats != 0 {
            let block = seats.trailingZeroBitCount
            seats &= seats - 1
            let cell = state.seatCells[client * state.problem.blockCount + block]
            state.unseat(client, from: Int(cell))
            shrunk.append(cell)
        }
        for place in state.problem.appointmentsOfClient[client] {
            let appointment = state.problem.appointmentsOfClient.item(at: place)
            if state.appointmentCells[appointment] >= 0 { state.unvisit(appointment) }
            evicted.append(Int32(appointment))
        }
        placeClient(client)
        waiting.append(Int32(client))
        return true
    }
}
