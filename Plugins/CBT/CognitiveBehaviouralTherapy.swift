import PluginKit

/// Cognitive behavioural therapy: a module for each session that a client attends, and something
/// to practise until the next.
///
/// The outline follows the public-domain manual of the National Institute on Drug Abuse (Carroll,
/// *A Cognitive-Behavioral Approach: Treating Cocaine Addiction*, NIH 98-4308): twelve sessions.
@main
struct CognitiveBehaviouralTherapy: TherapyPlugin {
    static let listens: [any Event.Type] = [SessionScheduled.self, AttendanceRecorded.self]

    /// This therapy's sessions, with their day.
    private var sessions: [SessionID: LocalDate] = [:]
    /// Modules that each client has finished.
    private var finished: [ClientID: Int] = [:]

    mutating func apply(_ fact: Fact) {
        switch fact.event {
        case let session as SessionScheduled:
            sessions[session.session] = session.therapy == "cbt" ? session.start.date : nil
        case let module as ModuleCompleted: finished[module.client, default: 0] += 1
        default: break
        }
    }

    func react(to fact: Fact, in context: inout Context) throws -> Decision {
        guard let attendance = fact.event as? AttendanceRecorded,
            let day = sessions[attendance.session],
            [.present, .late, .telehealth].contains(attendance.status),
            let module = Curriculum.modules.dropFirst(finished[attendance.client] ?? 0).first
        else { return Decision() }
        return Decision([
            ModuleCompleted(
                client: attendance.client, module: module.name, session: attendance.session),
            PracticeAssigned(
                client: attendance.client, practice: module.practice, due: day.advanced(by: 7)),
        ])
    }
}
