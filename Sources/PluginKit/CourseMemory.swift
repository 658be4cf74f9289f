internal import Messages
internal import TherapyContract

/// What the kit remembers for every therapy: its sessions, and who has finished what.
struct CourseMemory: Codable, Hashable, Sendable {
    /// A session of this therapy: what it was planned for, and its day.
    struct Planned: Codable, Hashable, Sendable {
        var offering: String
        var date: LocalDate
    }

    private(set) var sessions: [SessionID: Planned] = [:]
    /// The modules that each client has finished, in order.
    private(set) var finished: [ClientID: [String]] = [:]

    mutating func apply(_ fact: PluginFact, of therapy: Identity) {
        if let planned = fact.as(SessionScheduled.self) {
            let isOurs = planned.therapy == therapy
            sessions[planned.session] =
                isOurs
                ? planned.offering.map {
                    Planned(offering: $0, date: planned.start.date)
                } : nil
        } else if fact.owner == therapy, let module = fact.as(ModuleCompleted.self),
            finished[module.client]?.contains(module.module) != true
        {
            finished[module.client, default: []].append(module.module)
        }
    }

    /// The attendance of one of this therapy's sessions; `nil` for another's, and for who was away.
    func attendance(of record: AttendanceRecorded) -> Attendance? {
        guard let planned = sessions[record.session], Attendance.counted.contains(record.status)
        else { return nil }
        return Attendance(
            client: record.client, session: record.session, offering: planned.offering,
            date: planned.date, status: record.status, minutes: record.minutes)
    }
}
