/// Moves that make room for an appointment: a group is in its way, and another can lead that.
extension Search {
    /// Gives an appointment, rather one that has no place, a block in which its clinician leads a
    /// group or its client sits in one.
    mutating func forceAppointment() -> Bool {
        guard let appointment = wanting() else { return false }
        let client = state.problem.appointments[appointment].client
        let clinicians = state.problem.cliniciansOfAppointment
        guard let clinician = clinicians.random(appointment, &chance) else { return false }
        let mine = state.problem.clients[client]
        let blocks =
            mine.free & ~state.visitBlocks[client] & ~state.heldSeats[client]
            & state.problem.clinicians[clinician].available
        guard blocks != 0 else { return false }
        let block = blocks.nth(chance.below(blocks.nonzeroBitCount))
        let cell = clinician * state.problem.blockCount + block
        guard !state.isHeld[cell] else { return false }
        if state.appointmentCells[appointment] >= 0 { state.unvisit(appointment) }
        if state.seats[client].has(block) {
            let seat = state.seatCells[client * state.problem.blockCount + block]
            state.unseat(client, from: Int(seat))
            shrunk.append(seat)
            waiting.append(Int32(client))
        }
        let template = state.hasSession(cell) ? Int(state.contents[cell]) : -1
        if template >= 0 { dissolve(cell) }
        evictOne(from: cell)
        if state.contents[cell] == SearchState.nothing, !state.hasHours(clinician, for: block) {
            guard giveUpWork(of: clinician) else { return false }
        }
        guard state.hasVisitPlace(in: cell), isWelcome(client, cell) else { return false }
        state.visit(appointment, in: cell)
        return template < 0 || handOver(template, from: cell)
    }

    /// An appointment without a place, if a few looks find one; else now and then any.
    private mutating func wanting() -> Int? {
        let count = state.problem.appointments.count
        guard count > 0 else { return nil }
        for _ in 0..<8 {
            let appointment = chance.below(count)
            if state.appointmentCells[appointment] < 0 { return appointment }
        }
        return chance.below(16) == 0 ? chance.below(count) : nil
    }

    /// Makes room for one in a cell that is full of appointments.
    mutating func evictOne(from cell: Int) {
        guard state.contents[cell] == SearchState.appointments,
            Int(state.sizes[cell]) >= state.problem.appointmentsPerBlock
        else { return }
        let first = cell * state.problem.appointmentsPerBlock
        let other = state.visits[first + chance.below(Int(state.sizes[cell]))]
        state.unvisit(Int(other))
        evicted.append(other)
    }

    /// Opens a group again that lost its place: mostly at the same time, with somebody else.
    private mutating func handOver(_ template: Int, from cell: Int) -> Bool {
        let other: Int?
        switch chance.below(8) {
        case 0: return true
        case 1...2: other = state.problem.cellsOfTemplate.random(template, &chance)
        default:
            let list = template * state.problem.blockCount + state.problem.block(of: cell)
            other = state.problem.cellsOfTemplateBlock.random(list, &chance)
        }
        guard let other, other != cell, state.contents[other] != Int32(template) else {
            return true
        }
        return openByForce(template, in: other)
    }
}
