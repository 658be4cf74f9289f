internal import Messages

/// One week as planned so far, and what came of it.
struct PlannedWeek: Equatable, Sendable, Codable {
    /// Whether its plan was made: before, its sessions are nobody's promise.
    var isPlanned = false
    private(set) var sessions: [SessionID: SessionScheduled] = [:]
    /// The last word on each session that will not take place.
    private(set) var cancelled: [SessionID: SessionCancelled] = [:]
    /// Who leads a session in the place of whoever the plan says.
    private(set) var covers: [SessionID: StaffID] = [:]
    /// Offerings that failed this week: they come back with the next week that is planned.
    private(set) var lost: Set<OfferedSession> = []
    private(set) var attendance: [SessionID: [ClientID: AttendanceRecorded]] = [:]
    /// Who wrote any of it down last.
    private(set) var recorded: [SessionID: Deed] = [:]
    /// The last word on each client who falls short of the phase's hours.
    private(set) var shortfalls: [ClientID: ConflictFound] = [:]
    /// The last word on each client without an individual session.
    private(set) var withoutIndividual: [ClientID: ConflictFound] = [:]
    /// The last word on each offering that is not planned for a group, or for some of its clients.
    private(set) var unplaced: [String: OfferingUnplaced] = [:]
    /// What of a planned session is not as it was, and nobody has been told of.
    private(set) var changes: [SessionID: SessionChange] = [:]

    mutating func fold(_ event: SessionScheduled, at time: Timestamp) {
        if let old = sessions[event.session] {
            // Who stands in for one clinician need not for another.
            if old.clinician != event.clinician { covers[event.session] = nil }
            if isPlanned {
                let change = SessionChange.of(
                    old, into: event, after: changes[event.session], at: time)
                changes[event.session] = change
            }
        }
        sessions[event.session] = event
        cancelled[event.session] = nil
    }

    mutating func fold(_ event: SessionCancelled) {
        sessions[event.session] = nil
        covers[event.session] = nil
        changes[event.session] = nil
        cancelled[event.session] = event
    }

    mutating func fold(_ event: SessionCovered) {
        guard let session = sessions[event.session] else { return }
        covers[event.session] = event.clinician == session.clinician ? nil : event.clinician
    }

    /// Why a session must not be planned again; `nil` where nobody cancelled it, or only the plan
    /// did, by what may have changed since.
    func ban(on session: SessionID) -> String? {
        cancelled[session].flatMap { $0.cause == .plan ? nil : $0.reason }
    }

    mutating func fold(_ event: SessionFlagged) {
        guard let offered = sessions[event.session]?.offered else { return }
        lost.insert(offered)
    }

    mutating func fold(_ event: OfferingUnplaced) {
        unplaced[event.matter] = event.hindrances.isEmpty ? nil : event
    }

    mutating func forgetReasons() { (unplaced, changes) = ([:], [:]) }

    mutating func fold(_ event: SessionTold) { changes[event.session] = nil }

    /// Whom a session's list has and nobody has written down.
    func unrecorded(in session: SessionScheduled) -> [ClientID] {
        let known = attendance[session.session] ?? [:]
        guard known.count < session.clients.count else { return [] }
        return session.clients.filter { known[$0] == nil }
    }

    mutating func fold(_ event: AttendanceRecorded, as deed: Deed) {
        recorded[event.session] = deed
        attendance[event.session, default: [:]][event.client] = event
    }

    mutating func fold(_ event: ConflictFound) {
        if event.isAboutIndividual {
            withoutIndividual[event.client] = event
        } else {
            shortfalls[event.client] = event
        }
    }

    /// Group minutes that each client is offered; nothing for who is offered none.
    var groupMinutes: [ClientID: Int] {
        var minutes: [ClientID: Int] = [:]
        for session in sessions.values where session.group != nil {
            for client in session.clients { minutes[client, default: 0] += session.minutes }
        }
        return minutes
    }

    var clientsWithIndividual: Set<ClientID> {
        Set(sessions.values.filter(\.isIndividual).flatMap(\.clients))
    }
}
