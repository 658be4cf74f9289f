/// Reads a plan, or tells all that is wrong with it.
package enum PlanReader {
    /// - Parameters:
    ///   - bytes: the text of the file, in UTF-8.
    ///   - problem: what the plan is for; it names nothing else.
    package static func read(_ bytes: [UInt8], for problem: Problem) throws(ProblemFaults) -> Plan {
        let plan = try read(bytes)
        let unknown = PlanNames(problem).faults(in: plan)
        guard unknown.isEmpty else { throw ProblemFaults(faults: unknown) }
        return plan
    }

    /// Reads a plan that people know already: it may name who or what has gone since.
    package static func readPublished(_ bytes: [UInt8]) throws(ProblemFaults) -> Plan {
        try read(bytes)
    }

    private static func read(_ bytes: [UInt8]) throws(ProblemFaults) -> Plan {
        let tree: JSONTree
        do { tree = try JSONTree.parse(bytes) } catch { throw ProblemFaults(faults: [error]) }
        var reader = FieldReader(tree, at: "")
        let plan = Plan(
            sessions: reader.items("sessions", PlannedSession.init(reading:)),
            appointments: reader.items("appointments", PlannedAppointment.init(reading:)))
        let faults = reader.all()
        guard faults.isEmpty else { throw ProblemFaults(faults: faults) }
        return plan
    }
}

extension PlannedSession {
    fileprivate init(reading fields: inout FieldReader) {
        self.init(
            template: fields.text("template"), block: fields.text("block"),
            clinician: fields.text("clinician"), clients: fields.texts("clients"))
    }
}

extension PlannedAppointment {
    fileprivate init(reading fields: inout FieldReader) {
        self.init(
            client: fields.text("client"), kind: fields.choice("kind", .individual),
            block: fields.text("block"), clinician: fields.text("clinician"))
    }
}

/// The names that a plan may use.
struct PlanNames {
    private let blocks: Set<String>
    private let clinicians: Set<String>
    private let templates: Set<String>
    private let clients: Set<String>

    init(_ problem: Problem) {
        blocks = Set(problem.blocks.map(\.id))
        clinicians = Set(problem.clinicians.map(\.id))
        templates = Set(problem.groupTemplates.map(\.id))
        clients = Set(problem.clients.map(\.id))
    }

    /// The plan without those who have gone, and without what cannot be held any more.
    func known(of plan: Plan) -> Plan {
        var plan = plan
        plan.sessions.removeAll {
            !templates.contains($0.template) || !isPlace($0.block, $0.clinician)
        }
        for index in plan.sessions.indices {
            plan.sessions[index].clients.removeAll { !clients.contains($0) }
        }
        plan.appointments.removeAll {
            !clients.contains($0.client) || !isPlace($0.block, $0.clinician)
        }
        return plan
    }

    private func isPlace(_ block: String, _ clinician: String) -> Bool {
        blocks.contains(block) && clinicians.contains(clinician)
    }

    func faults(in plan: Plan) -> [ProblemFault] {
        let sessions = plan.sessions.enumerated().flatMap { index, session in
            let path = "sessions[\(index)]"
            return [
                fault("\(path).template", session.template, templates),
                fault("\(path).block", session.block, blocks),
                fault("\(path).clinician", session.clinician, clinicians),
            ] + session.clients.map { fault("\(path).clients", $0, clients) }
        }
        let appointments = plan.appointments.enumerated().flatMap { index, appointment in
            let path = "appointments[\(index)]"
            return [
                fault("\(path).client", appointment.client, clients),
                fault("\(path).block", appointment.block, blocks),
                fault("\(path).clinician", appointment.clinician, clinicians),
            ]
        }
        return (sessions + appointments).compactMap(\.self)
    }

    private func fault(_ path: String, _ name: String, _ known: Set<String>) -> ProblemFault? {
        known.contains(name)
            ? nil
            : ProblemFault(
                path: path, problem: "\"\(name)\" is not in the problem.",
                remedy: "Take it out, or name the problem that the plan is for.")
    }
}
