extension PlanAnalysis {
    /// Each session in person has a room of its own that seats it and has what it needs.
    mutating func rooms(of plan: Plan) {
        var meetings: [String: [PlannedSession]] = [:]
        for session in plan.sessions where templates[session.template]?.modality == .inPerson {
            meetings[session.block, default: []].append(session)
        }
        for block in problem.blocks {
            for site in problem.sites {
                let here = (meetings[block.id] ?? []).filter {
                    templates[$0.template]?.site == site
                }
                let open = problem.rooms.filter {
                    $0.site == site && !$0.closed.contains(block.id)
                }
                if !canHouse(here, in: open) { breach(.room, site, block.id) }
            }
        }
    }

    /// Whether each session finds a room: a matching by augmenting paths.
    private func canHouse(_ sessions: [PlannedSession], in rooms: [Room]) -> Bool {
        var tenant = [Int?](repeating: nil, count: rooms.count)
        func house(_ session: Int, tried: inout Set<Int>) -> Bool {
            for room in rooms.indices where fits(sessions[session], rooms[room]) {
                guard tried.insert(room).inserted else { continue }
                let other = tenant[room]
                if other.map({ house($0, tried: &tried) }) ?? true {
                    tenant[room] = session
                    return true
                }
            }
            return false
        }
        return sessions.indices.allSatisfy { session in
            var tried: Set<Int> = []
            return house(session, tried: &tried)
        }
    }

    private func fits(_ session: PlannedSession, _ room: Room) -> Bool {
        let needs = templates[session.template]?.roomFeatures ?? []
        return room.capacity >= session.clients.count && needs.allSatisfy(room.features.contains)
    }

    /// What the programme fixes is there, with those who were given.
    mutating func heldSessions(in plan: Plan) {
        for held in problem.heldSessions {
            let planned = plan.sessions.first { $0.key == held.key }
            let clients = Set(planned?.clients ?? [])
            let isKept =
                held.freedom == .fixed
                ? clients == Set(held.clients) : clients.isSuperset(of: held.clients)
            if planned == nil || !isKept { breach(.held, held.template, held.block) }
        }
    }
}
