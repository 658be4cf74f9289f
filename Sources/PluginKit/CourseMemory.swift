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
    /// The day on which each client finished a module the last time.
    private(set) var finishedOn: [ClientID: [String: LocalDate]] = [:]
    /// How many sessions in a row each client missed without an excuse.
    private(set) var missedInRow: [ClientID: Int] = [:]

    /// - Returns: the attendance that the fact is, if it is one.
    @discardableResult
    mutating func apply(_ fact: PluginFact, of therapy: Identity) -> AttendanceRecorded? {
        if let planned = fact.as(SessionScheduled.self) {
            let isOurs = planned.therapy == therapy
            sessions[planned.session] =
                isOurs
                ? planned.offering.map {
                    Planned(offering: $0, date: planned.start.date)
                } : nil
        } else if let record = fact.as(AttendanceRecorded.self) {
            count(record)
            return record
        } else if fact.owner == therapy, let module = fact.as(ModuleCompleted.self) {
            let day = module.session.flatMap { sessions[$0]?.date } ?? fact.date
            finishedOn[module.client, default: [:]][module.module] = day
            if finished[module.client]?.contains(module.module) != true {
                finished[module.client, default: []].append(module.module)
            }
        }
        return nil
    }

    /// Who was excused has neither come nor stayed away.
    private mutating func count(_ record: AttendanceRecorded) {
        guard sessions[record.session] != nil, record.status != .excused else { return }
        missedInRow[record.client] =
            record.status == .noShow ? (missedInRow[record.client] ?? 0) + 1 : nil
    }

    /// The attendance of one of this therapy's sessions; `nil` for another's.
    func attendance(of record: AttendanceRecorded) -> Attendance? {
        guard let planned = sessions[record.session] else { return nil }
        return Attendance(
            client: record.client, session: record.session, offering: planned.offering,
            date: planned.date, status: record.status, minutes: record.minutes)
    }
}
