import PluginKit

/// A breathing exercise after each session of this plugin that a client attends.
@main
struct Breathing: TherapyPlugin {
    static let listens: [any Event.Type] = [SessionScheduled.self, AttendanceRecorded.self]

    /// This plugin's sessions, with their day.
    private var sessions: [SessionID: LocalDate] = [:]

    mutating func apply(_ fact: Fact) {
        guard let session = fact.event as? SessionScheduled else { return }
        sessions[session.session] = session.therapy == "breathing" ? session.start.date : nil
    }

    func react(to fact: Fact, in context: inout Context) throws -> Decision {
        guard let attendance = fact.event as? AttendanceRecorded,
            let day = sessions[attendance.session], attendance.status == .present
        else { return Decision() }
        return Decision([
            PracticeAssigned(
                client: attendance.client, practice: "four-breaths", due: day.advanced(by: 3))
        ])
    }
}
