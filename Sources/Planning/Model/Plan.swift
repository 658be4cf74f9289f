/// A week that is planned: sessions with their clients, and appointments.
package struct Plan: Hashable, Sendable, Codable {
    package var sessions: [PlannedSession]
    package var appointments: [PlannedAppointment]

    package init(sessions: [PlannedSession] = [], appointments: [PlannedAppointment] = []) {
        self.sessions = sessions
        self.appointments = appointments
    }

    /// The same plan in the one order that a file has: by block, clinician and client.
    package var sorted: Plan {
        Plan(
            sessions: sessions.map(\.sorted).sorted { $0.key < $1.key },
            appointments: appointments.sorted {
                ($0.client, $0.kind, $0.block) < ($1.client, $1.kind, $1.block)
            })
    }
}

/// A session of a plan.
package struct PlannedSession: Hashable, Sendable, Codable {
    package var template: String
    package var block: String
    package var clinician: String
    package var clients: [String]

    package var key: SessionKey {
        SessionKey(template: template, block: block, clinician: clinician)
    }

    fileprivate var sorted: PlannedSession {
        PlannedSession(
            template: template, block: block, clinician: clinician, clients: clients.sorted())
    }
}

/// An appointment of a plan: one client with one clinician, somewhere within a block.
package struct PlannedAppointment: Hashable, Sendable, Codable {
    package var client: String
    package var kind: AppointmentKind
    package var block: String
    package var clinician: String
}
