import Messages
import Testing

/// Judges a calendar from the messages alone, by the rules as written and not as planned.
struct CalendarOracle {
    let rehearsal: Rehearsal
    private let sessions: [SessionScheduled]
    private var commitments: [ClientID: [WeeklyTime]] = [:]
    private var stays: [ClientID: (phase: PhaseID, since: LocalDate)] = [:]
    private var seats: [ClientID: GroupID] = [:]
    private var forbidden: Set<Set<ClientID>> = []
    private var offers: [String: SessionOffered] = [:]
    /// The last day of each client's consent, by what for.
    private var consents: [String: LocalDate] = [:]

    private var clinic: Clinic { rehearsal.clinic }

    init(rehearsal: Rehearsal) {
        self.rehearsal = rehearsal
        sessions = rehearsal.sessions.values.sorted {
            ($0.start, $0.session) < ($1.start, $1.session)
        }
        for fact in rehearsal.facts { read(fact) }
    }

    private func span(_ session: SessionScheduled) -> Range<Int> {
        session.start.minutesSince1970..<session.end.minutesSince1970
    }

    private func at(_ session: SessionScheduled) -> WeeklyTime {
        WeeklyTime(session.start.date.weekday, session.start.time, session.end.time)
    }

    /// All broken rules, in words; none for a right calendar.
    func faults() -> [String] {
        doubleBookings() + sessions.flatMap(faults(of:)) + meetings() + hours()
    }

    private func doubleBookings() -> [String] {
        var faults: [String] = []
        for (place, first) in sessions.enumerated() {
            for second in sessions[(place + 1)...] {
                guard second.start < first.end else { break }
                guard span(first).overlaps(span(second)) else { continue }
                if first.room == second.room { faults.append("room twice: \(first.session)") }
                if first.clinician == second.clinician {
                    faults.append("clinician twice: \(first.session) \(second.session)")
                }
                if !Set(first.clients).isDisjoint(with: second.clients) {
                    faults.append("client twice: \(first.session) \(second.session)")
                }
            }
        }
        return faults
    }

    private func faults(of session: SessionScheduled) -> [String] {
        var faults: [String] = []
        let room = clinic.rooms.first { $0.id == session.room }
        let seats = room?.seats ?? 0
        if session.clients.count > min(session.capacity, seats) {
            faults.append("over capacity: \(session.session)")
        }
        if let group = clinic.groups.first(where: { $0.id == session.group }),
            session.clients.count > min(group.capacity, clinic.policies.groupCapacity)
        {
            faults.append("over the group's capacity: \(session.session)")
        }
        if clinic.closures.contains(session.start.date) {
            faults.append("in a closure: \(session.session)")
        }
        let clinician = clinic.staff.first { $0.id == session.clinician }
        if !(clinician?.hours.contains { $0.contains(at(session)) } ?? false) {
            faults.append("outside the clinician's hours: \(session.session)")
        }
        // What has begun was right when it began.
        guard rehearsal.now.local < session.start else { return faults }
        for client in session.clients {
            if commitments[client, default: []].contains(where: { $0.overlaps(at(session)) }) {
                faults.append("over a commitment: \(session.session)")
            }
            if stays[client] == nil { faults.append("not enrolled: \(session.session)") }
        }
        return faults + terms(of: session, in: room, led: clinician)
    }

    /// What a therapy asks of a session that is its own.
    private func terms(
        of session: SessionScheduled, in room: Clinic.Room?, led clinician: Clinic.Staff?
    ) -> [String] {
        guard let therapy = session.therapy, let offering = session.offering else { return [] }
        guard let offer = offers["\(therapy) \(offering)"] else {
            return ["offered by nobody: \(session.session)"]
        }
        var faults: [String] = []
        let size = (offer.least ?? 0)...(offer.most ?? 64)
        if !size.contains(session.clients.count) {
            faults.append("\(session.clients.count) clients, not \(size): \(session.session)")
        }
        if let role = offer.credential, clinician?.roles.contains(role) != true {
            faults.append("led by no \(role): \(session.session)")
        }
        if !Set(offer.room ?? []).isSubset(of: room?.features ?? []) {
            faults.append("in the wrong room: \(session.session)")
        }
        guard let purpose = offer.consent else { return faults }
        return faults
            + session.clients.filter { client in
                consents["\(client) \(purpose)"].map { $0 < session.start.date } ?? true
            }.map { "\($0) has not consented: \(session.session)" }
    }

    /// Two clients under a do-not-pair rule never arrive within the same hour of the clock.
    private func meetings() -> [String] {
        var arrivals: [Int: Set<ClientID>] = [:]
        for session in sessions where rehearsal.now.local < session.start {
            arrivals[session.start.minutesSince1970 / 60, default: []].formUnion(session.clients)
        }
        return forbidden.flatMap { pair in
            arrivals.filter { $0.value.isSuperset(of: pair) }.map { "pair meets at hour \($0.key)" }
        }
    }

    /// Everyone who is in phase 1 for a whole planned week is offered the hours, or a conflict
    /// names a blocker.
    private func hours() -> [String] {
        let planned = Set(rehearsal.all(WeekPlanned.self).map(\.week))
        return planned.sorted().flatMap { week -> [String] in
            guard rehearsal.now.today < week.advanced(by: 7) else { return [] }
            return stays.sorted { $0.key < $1.key }.compactMap { client, stay -> String? in
                guard stay.since < week, stay.phase == "p1", isSeated(client) else { return nil }
                let minutes = sessions.filter {
                    $0.week == week && $0.group != nil && $0.clients.contains(client)
                }.reduce(0) { $0 + span($1).count }
                guard minutes < 540 else { return nil }
                let conflict = rehearsal.all(ConflictFound.self).last {
                    $0.client == client && $0.week == week && $0.neededMinutes == 540
                }
                guard let conflict, conflict.offeredMinutes == minutes else {
                    return "\(client) short in \(week) without a conflict"
                }
                return conflict.blockers.isEmpty ? "\(client): no blocker" : nil
            }
        }
    }

    private func isSeated(_ client: ClientID) -> Bool {
        clinic.groups.contains {
            $0.id == seats[client] && $0.phase == "p1" && $0.ages == "adult"
        }
    }

    /// What a reader of the messages knows at the end.
    private mutating func read(_ fact: Fact) {
        let local = (fact.time.milliseconds / 60_000 - 360) / 1440
        let day = LocalDate(daysSince1970: Int(local))
        switch fact.event {
        case let event as ClientRegistered: commitments[event.client] = event.commitments
        case let event as CommitmentsChanged: commitments[event.client] = event.commitments
        case let event as EnrollmentOpened: stays[event.client] = (event.phase, day)
        case let event as PhaseChanged: stays[event.client] = (event.to, day)
        case let event as EnrollmentClosed: stays[event.client] = nil
        case let event as MemberJoined: seats[event.client] = event.group
        case let event as MemberLeft where seats[event.client] == event.group:
            seats[event.client] = nil
        case let event as SessionOffered: offers["\(fact.owner) \(event.offering)"] = event
        case let event as ConsentGiven:
            consents["\(event.client) \(event.purpose)"] =
                event.expires ?? LocalDate(year: 2099, month: 1, day: 1)
        case let event as ConsentWithdrawn: consents["\(event.client) \(event.purpose)"] = nil
        case let event as PairingForbidden: forbidden.insert([event.first, event.second])
        case let event as PairingAllowed: forbidden.remove([event.first, event.second])
        default: break
        }
    }
}
