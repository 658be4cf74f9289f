internal import Messages

/// The weeks as planned and held. Old weeks are dropped; the ledger keeps them.
struct Diary: Equatable, Sendable, Codable {
    /// The weeks before the newest planned one: a review looks four weeks back, a plan may be made
    /// ``furthestWeeksAhead`` ahead.
    static let retention = Retention.Days(16 * 7)
    static let furthestWeeksAhead = 8

    private(set) var weeks: [LocalDate: PlannedWeek] = [:]

    mutating func fold(_ fact: Fact) {
        switch fact.event {
        case let event as SessionScheduled:
            weeks[event.week, default: .init()].fold(event, at: fact.time)
        case let event as OfferingUnplaced: weeks[event.week, default: .init()].fold(event)
        case let event as SessionTold: update(event.session) { $0.fold(event) }
        case let event as ConflictFound: weeks[event.week, default: .init()].fold(event)
        case let event as SessionCancelled: update(event.session) { $0.fold(event) }
        case let event as SessionCovered: update(event.session) { $0.fold(event) }
        case let event as SessionFlagged: update(event.session) { $0.fold(event) }
        case let event as AttendanceRecorded:
            update(event.session) { $0.fold(event, as: Deed(fact)) }
        case let event as WeekPlanned:
            weeks[event.week, default: .init()].isPlanned = true
            guard let newest = weeks.keys.max() else { return }
            let oldest = Diary.retention.oldest(before: newest)
            weeks = weeks.filter { $0.key >= oldest }
            // Nobody plans by why a week that is over was planned so: the ledger keeps that too.
            let over = newest.advanced(by: -7 * (Diary.furthestWeeksAhead + 1))
            for week in weeks.keys where week < over { weeks[week]?.forgetReasons() }
        default: break
        }
    }

    func session(_ id: SessionID) -> SessionScheduled? {
        id.week.flatMap { weeks[$0]?.sessions[id] }
    }

    func cancellation(of id: SessionID) -> String? {
        id.week.flatMap { weeks[$0]?.cancelled[id]?.reason }
    }

    func attendance(of client: ClientID, at id: SessionID) -> AttendanceRecorded? {
        id.week.flatMap { weeks[$0]?.attendance[id]?[client] }
    }

    /// Who wrote attendance at a session down last.
    func recording(of id: SessionID) -> Deed? { id.week.flatMap { weeks[$0]?.recorded[id] } }

    /// Whether a client came to a session that began at some moment or later.
    func hasAttended(_ client: ClientID, since: LocalDateTime) -> Bool {
        weeks.values.contains { week in
            week.sessions.values.contains { session in
                since <= session.start
                    && week.attendance[session.session]?[client]?.status.isAttended ?? false
            }
        }
    }

    /// The planned weeks that have not ended, in order.
    func open(on today: LocalDate) -> [LocalDate] {
        weeks.filter { $0.value.isPlanned && today < $0.key.advanced(by: 7) }.map(\.key).sorted()
    }

    /// Each client's sessions that started on one of these days, in order.
    func sessionsByClient(on days: Range<LocalDate>) -> [ClientID: [SessionScheduled]] {
        let held = weeks.filter {
            $0.key < days.upperBound && days.lowerBound < $0.key.advanced(by: 7)
        }
        .values.flatMap(\.sessions.values).filter { days.contains($0.start.date) }
        .sorted { ($0.start, $0.session) < ($1.start, $1.session) }
        var found: [ClientID: [SessionScheduled]] = [:]
        for session in held {
            for client in session.clients { found[client, default: []].append(session) }
        }
        return found
    }

    /// One client's sessions that started on one of these days, in order.
    func sessions(of client: ClientID, on days: Range<LocalDate>) -> [SessionScheduled] {
        weeks.filter { $0.key < days.upperBound && days.lowerBound < $0.key.advanced(by: 7) }
            .values.flatMap { $0.sessions.values }
            .filter { days.contains($0.start.date) && $0.clients.contains(client) }
            .sorted { ($0.start, $0.session) < ($1.start, $1.session) }
    }

    private mutating func update(_ id: SessionID, _ change: (inout PlannedWeek) -> Void) {
        guard let week = id.week else { return }
        change(&weeks[week, default: .init()])
    }
}
