extension Problem {
    /// The plan that this one follows, as the problem tells it.
    package var formerPlan: Plan {
        var clients: [String: [String]] = [:]
        for client in self.clients {
            for past in client.lastWeek {
                clients["\(past.block) \(past.clinician)", default: []].append(client.id)
            }
        }
        return Plan(
            sessions: lastWeekSessions.map { key in
                PlannedSession(
                    template: key.template, block: key.block, clinician: key.clinician,
                    clients: clients["\(key.block) \(key.clinician)"] ?? [])
            },
            appointments: self.clients.flatMap { client in
                client.lastAppointments.map { past in
                    PlannedAppointment(
                        client: client.id, kind: past.kind, block: past.block,
                        clinician: past.clinician)
                }
            })
    }

    /// The same problem after another plan: what that says is what may not change for nothing. Whoever
    /// it names and is not there any more is left out.
    package func following(_ plan: Plan) -> Problem {
        let plan = PlanNames(self).known(of: plan)
        var problem = self
        problem.lastWeekSessions = plan.sessions.map(\.key).sorted()
        var seats: [String: [Attendance]] = [:]
        for session in plan.sorted.sessions {
            for client in session.clients {
                seats[client, default: []].append(
                    Attendance(block: session.block, clinician: session.clinician))
            }
        }
        var visits: [String: [AppointmentPlace]] = [:]
        for visit in plan.sorted.appointments {
            visits[visit.client, default: []].append(
                AppointmentPlace(
                    kind: visit.kind, block: visit.block, clinician: visit.clinician))
        }
        for index in problem.clients.indices {
            let id = problem.clients[index].id
            problem.clients[index].lastWeek = seats[id] ?? []
            problem.clients[index].lastAppointments = visits[id] ?? []
        }
        return problem
    }

    /// The problem of a week that people know already: what they know is dear to change, unless the
    /// problem has weights of its own.
    package func published(as plan: Plan) -> Problem {
        var problem = following(plan)
        if problem.weights == .planning { problem.weights = .replanning }
        return problem
    }
}
