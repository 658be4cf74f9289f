/// A problem as one for each site: they share telehealth alone, so each can be planned for itself.
struct SiteSplit {
    /// The problems, in the order of the sites; those without clients are left out.
    let parts: [Problem]

    init(_ problem: Problem) {
        parts = problem.sites.compactMap { site in
            let clients = problem.clients.filter { $0.site == site }
            return clients.isEmpty ? nil : SiteSplit.part(problem, site, clients)
        }
    }

    private static func part(_ problem: Problem, _ site: String, _ clients: [Client]) -> Problem {
        var part = problem
        let clinicians = problem.clinicians.filter { $0.site == site }
        let leaders = Set(clinicians.map(\.id))
        let names = Set(clients.map(\.id))
        part.sites = [site]
        part.rooms = problem.rooms.filter { $0.site == site }
        part.clinicians = clinicians
        part.groupTemplates = problem.groupTemplates.filter { $0.site == nil || $0.site == site }
        part.clients = clients.map { client in
            var client = client
            client.doNotPair = client.doNotPair.filter(names.contains)
            client.doNotMeet = client.doNotMeet.filter(names.contains)
            return client
        }
        part.lastWeekSessions = problem.lastWeekSessions.filter { leaders.contains($0.clinician) }
        part.heldSessions = problem.heldSessions.filter { leaders.contains($0.clinician) }.map {
            var held = $0
            held.clients = held.clients.filter(names.contains)
            return held
        }
        return part
    }

    /// What of a plan is about a part: sessions that its clinicians lead, with its clients.
    static func part(of plan: Plan, for problem: Problem) -> Plan {
        let leaders = Set(problem.clinicians.map(\.id))
        let names = Set(problem.clients.map(\.id))
        return Plan(
            sessions: plan.sessions.filter { leaders.contains($0.clinician) }.map { session in
                var session = session
                session.clients = session.clients.filter(names.contains)
                return session
            },
            appointments: plan.appointments.filter { names.contains($0.client) })
    }
}

extension Plan {
    /// Plans of different clinicians and clients as one.
    init(merging plans: [Plan]) {
        self.init(
            sessions: plans.flatMap(\.sessions), appointments: plans.flatMap(\.appointments))
    }
}
