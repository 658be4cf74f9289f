/// Moves of whole sessions: the programme of the week is what is hardest to find.
extension Search {
    /// Opens a session in a cell whatever is in its way: that is closed or moves.
    mutating func openByForce(_ template: Int, in cell: Int) -> Bool {
        let clinician = state.problem.clinician(of: cell)
        let block = state.problem.block(of: cell)
        if state.hasSession(cell) {
            guard !state.isHeld[cell] else { return false }
            dissolve(cell)
        } else if state.contents[cell] == SearchState.appointments {
            clearVisits(cell)
        }
        if Int(state.groupCounts[clinician]) >= state.problem.clinicians[clinician].maxGroups {
            guard let other = work(of: clinician, groups: true) else { return false }
            dissolve(other)
        }
        if !state.hasHours(clinician, for: block) {
            guard giveUpWork(of: clinician) else { return false }
        }
        if !state.hasRoom(template, in: block) {
            guard let other = neighbour(of: template, in: block) else { return false }
            dissolve(other)
        }
        guard state.canOpen(template, in: cell) else { return false }
        state.openSession(template, in: cell)
        return fill(cell, template)
    }

    /// Gives up one of a clinician's groups, or one block of appointments.
    mutating func giveUpWork(of clinician: Int) -> Bool {
        guard let other = work(of: clinician, groups: false) else { return false }
        if state.hasSession(other) { dissolve(other) } else { clearVisits(other) }
        return true
    }

    /// A cell in which a clinician works and which can be given up.
    private mutating func work(of clinician: Int, groups: Bool) -> Int? {
        let blocks = state.busy[clinician]
        guard blocks != 0 else { return nil }
        let block = blocks.nth(chance.below(blocks.nonzeroBitCount))
        var cell = clinician * state.problem.blockCount + block
        if groups, !state.hasSession(cell) {
            // The next of the clinician's groups: there is one, for there are too many.
            guard
                let group = (0..<state.problem.blockCount).first(where: {
                    state.hasSession(clinician * state.problem.blockCount + $0)
                })
            else { return nil }
            cell = clinician * state.problem.blockCount + group
        }
        return state.isHeld[cell] ? nil : cell
    }

    /// A session that takes a room where a template's session needs one.
    private mutating func neighbour(of template: Int, in block: Int) -> Int? {
        let site = state.problem.templates[template].site
        var found = -1
        var seen = 0
        for cell in state.open {
            let cell = Int(cell)
            guard state.problem.block(of: cell) == block, !state.isHeld[cell],
                state.problem.templates[Int(state.contents[cell])].site == site
            else { continue }
            seen += 1
            if chance.below(seen) == 0 { found = cell }
        }
        return found < 0 ? nil : found
    }

    /// Opens a session that a client could come to.
    mutating func openSomewhere() -> Bool {
        guard state.problem.clientCount > 0 else { return false }
        return openFor(chance.below(state.problem.clientCount))
    }

    mutating func openFor(_ client: Int) -> Bool {
        let blocks = state.problem.clients[client].free & ~state.visitBlocks[client]
        guard blocks != 0,
            let template = state.problem.templatesOfClient.random(client, &chance)
        else { return false }
        let block = blocks.nth(chance.below(blocks.nonzeroBitCount))
        let list = template * state.problem.blockCount + block
        guard let cell = state.problem.cellsOfTemplateBlock.random(list, &chance) else {
            return false
        }
        guard state.contents[cell] != Int32(template) else { return false }
        return openByForce(template, in: cell)
    }

    /// Closes a session.
    mutating func closeSomewhere() -> Bool {
        guard let cell = session() else { return false }
        dissolve(cell)
        return true
    }

    /// A session that is not held.
    private mutating func session() -> Int? {
        guard !state.open.isEmpty else { return nil }
        let cell = Int(state.open[chance.below(state.open.count)])
        return state.isHeld[cell] ? nil : cell
    }

    /// Moves a session to another time, another leader or another kind.
    mutating func shiftSession() -> Bool {
        guard let cell = session() else { return false }
        let template = Int(state.contents[cell])
        switch chance.below(4) {
        case 0:
            // The same clinician, another kind of group.
            let clinician = state.problem.clinician(of: cell)
            let other = state.problem.templatesOfClinician.random(clinician, &chance)
            guard let other, other != template else { return false }
            return openByForce(other, in: cell)
        case 1:
            // The same time, another clinician.
            let list = template * state.problem.blockCount + state.problem.block(of: cell)
            let other = state.problem.cellsOfTemplateBlock.random(list, &chance)
            return moveSession(cell, template, to: other)
        default:
            let other = state.problem.cellsOfTemplate.random(template, &chance)
            return moveSession(cell, template, to: other)
        }
    }

    private mutating func moveSession(_ cell: Int, _ template: Int, to other: Int?) -> Bool {
        guard let other, other != cell else { return false }
        dissolve(cell)
        return openByForce(template, in: other)
    }

    /// Lets two sessions change places.
    mutating func swapSessions() -> Bool {
        guard let first = session(), let second = session(), first != second else { return false }
        let one = Int(state.contents[first])
        let two = Int(state.contents[second])
        guard one != two, state.problem.cellsOfTemplate.contains(second, in: one),
            state.problem.cellsOfTemplate.contains(first, in: two)
        else { return false }
        dissolve(first)
        dissolve(second)
        return openByForce(one, in: second) && state.canOpen(two, in: first)
            && openByForce(two, in: first)
    }

    /// Closes two sessions, and opens others for those who sat there.
    mutating func ruinAndRecreate() -> Bool {
        guard let first = session() else { return false }
        dissolve(first)
        if let second = session() { dissolve(second) }
        for _ in 0..<1 + chance.below(2) {
            guard !waiting.isEmpty else { return true }
            let client = Int(waiting[chance.below(waiting.count)])
            guard openFor(client) else { return false }
        }
        return true
    }
}
