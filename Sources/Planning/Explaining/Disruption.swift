/// Something that happens to a week that is planned.
package enum Disruption: Hashable, Sendable {
    /// A clinician is not there in some blocks.
    case clinicianAbsent(String, blocks: [String])
    /// A room cannot be used in some blocks.
    case roomClosed(String, blocks: [String])
    /// A client cannot come in some blocks.
    case clientBusy(String, blocks: [String])
    /// A client is no longer in treatment.
    case clientLeft(String)
    /// A client begins treatment.
    case clientJoined(Client)
}

extension Problem {
    /// The problem as it is after a disruption; whoever it names and is not there changes nothing.
    ///
    /// Solve it from the published plan: ``solve(_:from:options:now:onImprove:)``.
    package func applying(_ disruption: Disruption) -> Problem {
        var problem = self
        switch disruption {
        case .clinicianAbsent(let id, let blocks):
            for index in problem.clinicians.indices where problem.clinicians[index].id == id {
                problem.clinicians[index].available.removeAll(where: blocks.contains)
            }
        case .roomClosed(let id, let blocks):
            for index in problem.rooms.indices where problem.rooms[index].id == id {
                problem.rooms[index].closed = Set(rooms[index].closed + blocks).sorted()
            }
        case .clientBusy(let id, let blocks):
            for index in problem.clients.indices where problem.clients[index].id == id {
                problem.clients[index].unavailable =
                    Set(clients[index].unavailable + blocks).sorted()
            }
        case .clientLeft(let id): problem.remove(id)
        case .clientJoined(let client):
            if !clients.contains(where: { $0.id == client.id }) { problem.clients.append(client) }
        }
        return problem
    }

    private mutating func remove(_ client: String) {
        clients.removeAll { $0.id == client }
        for index in clients.indices {
            clients[index].doNotPair.removeAll { $0 == client }
            clients[index].doNotMeet.removeAll { $0 == client }
        }
        for index in heldSessions.indices {
            heldSessions[index].clients.removeAll { $0 == client }
        }
        for index in groupTemplates.indices {
            groupTemplates[index].closedTo?.removeAll { $0 == client }
        }
    }
}
