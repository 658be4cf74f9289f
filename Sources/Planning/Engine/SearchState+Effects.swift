/// What a step changes beside the lists: the points, and what people and rooms are taken for.
extension SearchState {
    mutating func arrive(_ client: Int, in cell: Int) {
        let template = Int(contents[cell])
        let block = problem.block(of: cell)
        let size = Int(sizes[cell])
        total += joining(client, cell, template) + growing(cell, template)
        if size < problem.templates[template].minSize, !isHeld[cell] { shortage -= 1 }
        sizes[cell] += 1
        countRoom(template, block, size: size + 1, by: 1)
        seats[client] |= 1 << UInt64(block)
        seatCells[client * problem.blockCount + block] = Int32(cell)
        typeCounts[client * problem.typeCount + problem.templates[template].type] += 1
    }

    mutating func depart(_ client: Int, from cell: Int) {
        let template = Int(contents[cell])
        let block = problem.block(of: cell)
        let size = Int(sizes[cell])
        total += leaving(client, cell, template) + shrinking(cell, template)
        if size <= problem.templates[template].minSize, !isHeld[cell] { shortage += 1 }
        sizes[cell] -= 1
        countRoom(template, block, size: size, by: -1)
        seats[client] &= ~(1 << UInt64(block))
        seatCells[client * problem.blockCount + block] = -1
        typeCounts[client * problem.typeCount + problem.templates[template].type] -= 1
    }

    mutating func begin(_ template: Int, in cell: Int) {
        let clinician = problem.clinician(of: cell)
        let block = problem.block(of: cell)
        contents[cell] = Int32(template)
        sizes[cell] = 0
        total += opening(template, cell)
        if !isHeld[cell] { shortage += problem.templates[template].minSize }
        groupCounts[clinician] += 1
        busy[clinician] |= 1 << UInt64(block)
        countRoom(template, block, size: 0, by: 1)
    }

    mutating func end(_ template: Int, in cell: Int) {
        let clinician = problem.clinician(of: cell)
        let block = problem.block(of: cell)
        contents[cell] = SearchState.nothing
        total -= opening(template, cell)
        if !isHeld[cell] { shortage -= problem.templates[template].minSize }
        groupCounts[clinician] -= 1
        busy[clinician] &= ~(1 << UInt64(block))
        countRoom(template, block, size: 0, by: -1)
    }

    mutating func meet(_ appointment: Int, in cell: Int) {
        let client = problem.appointments[appointment].client
        let block = problem.block(of: cell)
        total += visiting(appointment, cell)
        if contents[cell] == SearchState.nothing {
            contents[cell] = SearchState.appointments
            sizes[cell] = 0
            busy[problem.clinician(of: cell)] |= 1 << UInt64(block)
        }
        sizes[cell] += 1
        visitBlocks[client] |= 1 << UInt64(block)
        appointmentCells[appointment] = Int32(cell)
    }

    mutating func part(_ appointment: Int, from cell: Int) {
        let client = problem.appointments[appointment].client
        let block = problem.block(of: cell)
        visitBlocks[client] &= ~(1 << UInt64(block))
        appointmentCells[appointment] = -1
        sizes[cell] -= 1
        if sizes[cell] == 0 {
            contents[cell] = SearchState.nothing
            busy[problem.clinician(of: cell)] &= ~(1 << UInt64(block))
        }
        total -= visiting(appointment, cell)
    }

    /// Counts a session at a size; one without clients takes a room that seats one.
    private mutating func countRoom(_ template: Int, _ block: Int, size: Int, by count: Int32) {
        let site = problem.templates[template].site
        guard site >= 0, size != 1 else { return }
        roomCounts[problem.rooms.place(max(1, size), site: site, block: block)] += count
    }
}
