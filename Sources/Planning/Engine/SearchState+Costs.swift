/// What a step would cost, without taking it. Each of these is exact: the step changes the total
/// by that much.
extension SearchState {
    /// Points that a seat of a client in a cell adds, its session left aside.
    @inline(__always)
    func joining(_ client: Int, _ cell: Int, _ template: Int) -> Int {
        let block = problem.block(of: cell)
        let mine = problem.clients[client]
        var points = -mine.unplaced + change(client, cell, block)
        if mine.awkward.has(block) {
            points += awkwardCost(client, (seats[client] & mine.awkward).nonzeroBitCount)
        }
        let type = problem.templates[template].type
        if isShort(client, type) {
            points -= problem.weights.missingType
        }
        let day = problem.blocksOfDay[Int(problem.dayOfBlock[block])]
        if visitBlocks[client] & day != 0, seats[client] & day == 0 {
            points -= problem.weights.extraVisitDay
        }
        return points
    }

    /// Points that go with a seat of a client, its session left aside.
    @inline(__always)
    func leaving(_ client: Int, _ cell: Int, _ template: Int) -> Int {
        let block = problem.block(of: cell)
        let mine = problem.clients[client]
        var points = mine.unplaced - change(client, cell, block)
        if mine.awkward.has(block) {
            points -= awkwardCost(client, (seats[client] & mine.awkward).nonzeroBitCount - 1)
        }
        let type = problem.templates[template].type
        if isBare(client, type) {
            points += problem.weights.missingType
        }
        let day = problem.blocksOfDay[Int(problem.dayOfBlock[block])]
        if visitBlocks[client] & day != 0, seats[client] & day == 1 << UInt64(block) {
            points += problem.weights.extraVisitDay
        }
        return points
    }

    /// Points of a client who gives one seat up for another, the sessions left aside.
    func exchanging(_ client: Int, _ old: Int, _ new: Int, _ template: Int) -> Int {
        let mine = problem.clients[client]
        let oldBlock = problem.block(of: old)
        let newBlock = problem.block(of: new)
        var points = change(client, new, newBlock) - change(client, old, oldBlock)
        let wasAwkward = mine.awkward.has(oldBlock)
        let isAwkward = mine.awkward.has(newBlock)
        if wasAwkward != isAwkward {
            let count = (seats[client] & mine.awkward).nonzeroBitCount
            points += isAwkward ? awkwardCost(client, count) : -awkwardCost(client, count - 1)
        }
        let oldType = problem.templates[Int(contents[old])].type
        let newType = problem.templates[template].type
        if oldType != newType {
            if isBare(client, oldType) {
                points += problem.weights.missingType
            }
            if isShort(client, newType) {
                points -= problem.weights.missingType
            }
        }
        let oldDay = problem.dayOfBlock[oldBlock]
        let newDay = problem.dayOfBlock[newBlock]
        if oldDay != newDay, visitBlocks[client] != 0 {
            let before = problem.blocksOfDay[Int(oldDay)]
            let after = problem.blocksOfDay[Int(newDay)]
            if visitBlocks[client] & before != 0, seats[client] & before == 1 << UInt64(oldBlock) {
                points += problem.weights.extraVisitDay
            }
            if visitBlocks[client] & after != 0, seats[client] & after == 0 {
                points -= problem.weights.extraVisitDay
            }
        }
        return points
    }

    /// Points of a seat that is not where the plan before had it.
    @inline(__always)
    func change(_ client: Int, _ cell: Int, _ block: Int) -> Int {
        let mine = problem.clients[client]
        guard mine.hadSeats else { return 0 }
        let last = problem.lastClinician[client * problem.blockCount + block]
        if last >= 0 {
            return Int(last) == problem.clinician(of: cell)
                ? 0 : problem.weights.sameBlockNewClinician
        }
        return mine.lastDays.has(block)
            ? problem.weights.sameDayNewBlock : problem.weights.newDay
    }

    /// Points of a client's n-th awkward block, from 0.
    @inline(__always)
    private func awkwardCost(_ client: Int, _ place: Int) -> Int {
        Int(problem.awkwardCosts[client * problem.awkwardSteps + place])
    }

    /// Whether a client needs another block of a type.
    @inline(__always)
    private func isShort(_ client: Int, _ type: Int) -> Bool {
        let place = client * problem.typeCount + type
        return typeCounts[place] < problem.required[place]
    }

    /// Whether a client has no block of a type to spare.
    @inline(__always)
    private func isBare(_ client: Int, _ type: Int) -> Bool {
        let place = client * problem.typeCount + type
        return typeCounts[place] <= problem.required[place]
    }

    /// Points by which a session changes that gets one client more.
    @inline(__always)
    func growing(_ cell: Int, _ template: Int) -> Int {
        Int(sizes[cell]) < problem.templates[template].targetSize
            ? -problem.weights.undersizePerClient : 0
    }

    /// Points by which a session changes that loses a client.
    @inline(__always)
    func shrinking(_ cell: Int, _ template: Int) -> Int {
        Int(sizes[cell]) <= problem.templates[template].targetSize
            ? problem.weights.undersizePerClient : 0
    }

    /// Points of a session without clients.
    @inline(__always)
    func opening(_ template: Int, _ cell: Int) -> Int {
        problem.weights.openSession
            + problem.weights.undersizePerClient * problem.templates[template].targetSize
            - (Int(problem.lastTemplate[cell]) == template ? problem.weights.repeatBonus : 0)
    }

    /// Points that a place for an appointment adds.
    @inline(__always)
    func visiting(_ appointment: Int, _ cell: Int) -> Int {
        let mine = problem.appointments[appointment]
        var points = visitDay(mine.client, problem.block(of: cell)) - mine.unplaced
        if mine.lastCell >= 0, mine.lastCell != cell { points += problem.weights.appointmentMoved }
        return points
    }

    /// Points of a day on which a client would come for this appointment alone; to be asked while
    /// the client does not have it.
    @inline(__always)
    func visitDay(_ client: Int, _ block: Int) -> Int {
        let day = problem.blocksOfDay[Int(problem.dayOfBlock[block])]
        return (seats[client] | visitBlocks[client]) & day == 0 ? problem.weights.extraVisitDay : 0
    }
}
