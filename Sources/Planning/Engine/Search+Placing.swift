/// Repairs: whoever has lost a seat or a time gets the best that is to be had.
extension Search {
    /// Repairs what a move broke; false where it cannot be.
    mutating func settle() -> Bool {
        var place = 0
        while place < shrunk.count {
            let cell = Int(shrunk[place])
            place += 1
            guard state.hasSession(cell), !state.isHeld[cell] else { continue }
            if Int(state.sizes[cell]) < state.problem.templates[Int(state.contents[cell])].minSize {
                dissolve(cell)
            }
        }
        for appointment in evicted where state.appointmentCells[Int(appointment)] < 0 {
            placeAppointment(Int(appointment))
        }
        for client in waiting { placeClient(Int(client)) }
        return state.shortage == 0
    }

    /// Closes a session; its clients wait for seats.
    mutating func dissolve(_ cell: Int) {
        let first = cell * DenseProblem.mostSeats
        while state.sizes[cell] > 0 {
            let client = state.members[first + Int(state.sizes[cell]) - 1]
            state.unseat(Int(client), from: cell)
            waiting.append(client)
        }
        state.closeSession(in: cell)
    }

    /// Takes all appointments out of a cell; they wait for another.
    mutating func clearVisits(_ cell: Int) {
        let first = cell * state.problem.appointmentsPerBlock
        while state.contents[cell] == SearchState.appointments {
            let appointment = state.visits[first + Int(state.sizes[cell]) - 1]
            state.unvisit(Int(appointment))
            evicted.append(appointment)
        }
    }

    /// Seats a client wherever it gains most, until the dose is reached or no seat is left.
    mutating func placeClient(_ client: Int) {
        while state.seatCount(of: client) < state.problem.clients[client].need {
            guard let cell = bestSeat(for: client) else { return }
            state.seat(client, in: cell)
        }
    }

    private mutating func bestSeat(for client: Int) -> Int? {
        let free = state.freeBlocks(of: client)
        let mine = state.problem.clients[client]
        var best = -1
        var bestPoints = 0
        for place in state.problem.templatesOfClient[client] {
            let template = state.problem.templatesOfClient.item(at: place)
            for number in 0..<state.openOfTemplate[template].count {
                let cell = Int(state.openOfTemplate[template][number])
                let block = state.problem.block(of: cell)
                guard free.has(block),
                    state.seatsOnDay(of: client, block: block).nonzeroBitCount < mine.maxPerDay
                else { continue }
                let points =
                    state.joining(client, cell, template) + state.growing(cell, template)
                guard points < bestPoints, state.hasSeat(in: cell, of: template),
                    !state.isKeptOut(client, of: cell), isSeen()
                else { continue }
                best = cell
                bestPoints = points
            }
        }
        return best < 0 ? nil : best
    }

    /// Gives an appointment the time that costs least.
    mutating func placeAppointment(_ appointment: Int) {
        let mine = state.problem.appointments[appointment]
        let free = state.freeBlocks(of: mine.client)
        var best = -1
        // A block that is empty is worth something to others.
        var bestPoints = 0
        for place in state.problem.cliniciansOfAppointment[appointment] {
            let clinician = state.problem.cliniciansOfAppointment.item(at: place)
            var blocks = free & state.problem.clinicians[clinician].available
            while blocks != 0 {
                let block = blocks.trailingZeroBitCount
                blocks &= blocks - 1
                let cell = clinician * state.problem.blockCount + block
                guard state.hasVisitPlace(in: cell) else { continue }
                var points = state.visiting(appointment, cell)
                if state.contents[cell] == SearchState.nothing { points += 2 }
                guard points < bestPoints, isSeen(), isWelcome(mine.client, cell)
                else { continue }
                best = cell
                bestPoints = points
            }
        }
        if best >= 0 { state.visit(appointment, in: best) }
    }

    /// A place is overlooked now and then, so that repairs differ.
    @inline(__always)
    private mutating func isSeen() -> Bool { looksEverywhere || chance.next() & 15 != 0 }

    /// Whether nobody whom a client may not meet is where an appointment would be.
    @inline(__always)
    func isWelcome(_ client: Int, _ cell: Int) -> Bool {
        if !state.problem.clients[client].hasOthers { return true }
        let site = state.problem.clinicians[state.problem.clinician(of: cell)].site
        return !state.isAway(client, from: site, in: state.problem.block(of: cell))
    }
}
