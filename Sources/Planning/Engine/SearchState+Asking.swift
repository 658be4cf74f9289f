/// What the search asks before it takes a step.
extension SearchState {
    @inline(__always)
    func hasSession(_ cell: Int) -> Bool { contents[cell] >= 0 }

    /// Blocks in which a client could come and has nothing.
    @inline(__always)
    func freeBlocks(of client: Int) -> UInt64 {
        problem.clients[client].free & ~(seats[client] | visitBlocks[client])
    }

    /// How many blocks a client has.
    @inline(__always)
    func seatCount(of client: Int) -> Int { seats[client].nonzeroBitCount }

    /// The seats of a client on the day of a block.
    @inline(__always)
    func seatsOnDay(of client: Int, block: Int) -> UInt64 {
        seats[client] & problem.blocksOfDay[Int(problem.dayOfBlock[block])]
    }

    /// Whether a session has a seat, and its room one too.
    @inline(__always)
    func hasSeat(in cell: Int, of template: Int) -> Bool {
        let size = Int(sizes[cell])
        guard size < problem.templates[template].maxSize, !isFixed[cell] else { return false }
        let site = problem.templates[template].site
        // The first client sits in the room that the session has.
        guard site >= 0, size > 0 else { return true }
        let block = problem.block(of: cell)
        let place = problem.rooms.place(size + 1, site: site, block: block)
        guard roomCounts[place] < problem.rooms.seating(at: place) else { return false }
        return !problem.rooms.needsFeatures(at: site)
            || canHouse(site: site, block: block, growing: cell)
    }

    /// Whether somebody in a session, or at its site then, keeps a client out of it.
    @inline(__always)
    func isKeptOut(_ client: Int, of cell: Int) -> Bool {
        problem.clients[client].hasOthers && meetsSomebody(client, in: cell)
    }

    private func meetsSomebody(_ client: Int, in cell: Int) -> Bool {
        let block = problem.block(of: cell)
        for place in problem.apart[client] {
            let other = problem.apart.item(at: place)
            if seats[other].has(block), seatCells[other * problem.blockCount + block] == cell {
                return true
            }
        }
        let site = problem.templates[Int(contents[cell])].site
        return site >= 0 && isAway(client, from: site, in: block)
    }

    /// Whether somebody whom a client may not meet is at a site in a block.
    func isAway(_ client: Int, from site: Int, in block: Int) -> Bool {
        for place in problem.away[client] {
            let other = problem.away.item(at: place)
            if seats[other].has(block) {
                let cell = Int(seatCells[other * problem.blockCount + block])
                if problem.templates[Int(contents[cell])].site == site { return true }
            }
            if visitBlocks[other].has(block), isVisiting(other, site, block) { return true }
        }
        return false
    }

    private func isVisiting(_ client: Int, _ site: Int, _ block: Int) -> Bool {
        problem.appointmentsOfClient[client].contains { place in
            let cell = Int(appointmentCells[problem.appointmentsOfClient.item(at: place)])
            return cell >= 0 && problem.block(of: cell) == block
                && problem.clinicians[problem.clinician(of: cell)].site == site
        }
    }

    /// Whether a session of a template could be held in an empty cell.
    func canOpen(_ template: Int, in cell: Int) -> Bool {
        let clinician = problem.clinician(of: cell)
        guard contents[cell] == SearchState.nothing,
            Int(groupCounts[clinician]) < problem.clinicians[clinician].maxGroups,
            hasHours(clinician, for: problem.block(of: cell))
        else { return false }
        return hasRoom(template, in: problem.block(of: cell))
    }

    /// Whether a session more of a template finds a room in a block.
    func hasRoom(_ template: Int, in block: Int) -> Bool {
        let site = problem.templates[template].site
        guard site >= 0 else { return true }
        let place = problem.rooms.place(1, site: site, block: block)
        guard roomCounts[place] < problem.rooms.seating(at: place) else { return false }
        return !problem.rooms.needsFeatures(at: site)
            || canHouse(
                site: site, block: block,
                with: RoomSupply.Space(
                    capacity: 1, features: problem.templates[template].roomFeatures))
    }

    /// Whether a clinician can work one block more, that day and that week.
    @inline(__always)
    func hasHours(_ clinician: Int, for block: Int) -> Bool {
        let work = busy[clinician]
        let day = problem.blocksOfDay[Int(problem.dayOfBlock[block])]
        return work.nonzeroBitCount < problem.clinicians[clinician].maxBlocks
            && (work & day).nonzeroBitCount < problem.clinicians[clinician].maxPerDay
    }

    /// Whether a cell has a place for an appointment.
    @inline(__always)
    func hasVisitPlace(in cell: Int) -> Bool {
        if contents[cell] == SearchState.appointments {
            return Int(sizes[cell]) < problem.appointmentsPerBlock
        }
        let clinician = problem.clinician(of: cell)
        let block = problem.block(of: cell)
        return contents[cell] == SearchState.nothing
            && problem.clinicians[clinician].available.has(block)
            && hasHours(clinician, for: block)
    }

    /// Whether rooms can be matched where one session grows or one more is held.
    private func canHouse(
        site: Int, block: Int, growing grown: Int = -1, with more: RoomSupply.Space? = nil
    ) -> Bool {
        var spaces = more.map { [$0] } ?? []
        for clinician in problem.clinicians.indices {
            let cell = clinician * problem.blockCount + block
            guard hasSession(cell) else { continue }
            let template = problem.templates[Int(contents[cell])]
            guard template.site == site else { continue }
            let size = max(1, Int(sizes[cell]) + (cell == grown ? 1 : 0))
            spaces.append(RoomSupply.Space(capacity: size, features: template.roomFeatures))
        }
        return problem.rooms.canHouse(spaces, site: site, block: block)
    }
}
