/// Filling a session: who gains most by sitting in it, comes.
extension Search {
    /// Seats those in a session for whom it is best, until it is full or nobody gains.
    ///
    /// False where fewer come than a group needs.
    mutating func fill(_ cell: Int, _ template: Int) -> Bool {
        rank(cell, template)
        let kind = state.problem.templates[template]
        for place in 0..<ranking.count {
            let candidate = ranking[place]
            let size = Int(state.sizes[cell])
            guard size < kind.maxSize else { break }
            // Below its least size a session takes whom it can get.
            if size >= kind.minSize, candidate.points + state.growing(cell, template) >= 0 { break }
            let client = Int(candidate.client)
            guard state.hasSeat(in: cell, of: template), !state.isKeptOut(client, of: cell) else {
                continue
            }
            if candidate.source >= 0 {
                state.unseat(client, from: Int(candidate.source))
                shrunk.append(candidate.source)
            }
            state.seat(client, in: cell)
        }
        return state.isHeld[cell] || Int(state.sizes[cell]) >= kind.minSize
    }

    /// Puts those who could come in order of what it costs, as many as a session has seats.
    private mutating func rank(_ cell: Int, _ template: Int) {
        ranking.removeAll(keepingCapacity: true)
        let most = state.problem.templates[template].maxSize
        for place in state.problem.clientsOfTemplate[template] {
            let client = state.problem.clientsOfTemplate.item(at: place)
            guard var candidate = state.candidate(client, cell, template) else { continue }
            // Chance makes the next filling of the same session another one.
            if chance.next() & 7 == 0 { candidate.points += chance.below(12) }
            if ranking.count == most {
                guard candidate.points < ranking[most - 1].points else { continue }
                ranking.removeLast()
            }
            var place = ranking.count
            ranking.append(candidate)
            while place > 0, ranking[place - 1].points > candidate.points {
                ranking[place] = ranking[place - 1]
                place -= 1
            }
            ranking[place] = candidate
        }
    }
}

extension SearchState {
    /// What it costs that a client comes to a session, and which seat is left for it.
    func candidate(_ client: Int, _ cell: Int, _ template: Int) -> Search.Candidate? {
        let block = problem.block(of: cell)
        let mine = problem.clients[client]
        guard
            (mine.free & ~visitBlocks[client] & ~heldSeats[client]).has(block)
        else { return nil }
        var leaving = seats[client]
        if leaving.has(block) {
            leaving = 1 << UInt64(block)
        } else {
            let onDay = seatsOnDay(of: client, block: block)
            if onDay.nonzeroBitCount >= mine.maxPerDay {
                leaving = onDay
            } else if leaving.nonzeroBitCount < mine.need {
                return Search.Candidate(
                    client: Int32(client), source: -1,
                    points: joining(client, cell, template))
            }
        }
        leaving &= ~heldSeats[client]
        var best = Search.Candidate(client: Int32(client), source: -1, points: .max)
        while leaving != 0 {
            let old = leaving.trailingZeroBitCount
            leaving &= leaving - 1
            let source = Int(seatCells[client * problem.blockCount + old])
            guard source != cell else { return nil }
            let points =
                exchanging(client, source, cell, template)
                + shrinking(source, Int(contents[source]))
            if points < best.points {
                best.points = points
                best.source = Int32(source)
            }
        }
        return best.source < 0 ? nil : best
    }
}
