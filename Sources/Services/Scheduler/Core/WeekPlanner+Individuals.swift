internal import Messages

extension WeekPlanner {
    /// Where an individual session may be held, and how it is tried: each half hour.
    static let office = "office"
    static let grid = 30

    /// Places the individual sessions: those agreed before stay where they are if they can, then
    /// each client in turn takes the first time that suits client, clinician and an office.
    mutating func placeIndividuals() {
        let agreed = Dictionary(
            grouping: known.planned.sessions.values.filter {
                $0.isIndividual && known.now < $0.start && $0.clients.count == 1
            }, by: { $0.clients[0] })
        for client in bySeniority {
            guard let sessions = agreed[client] else { continue }
            keep(sessions, of: client)
        }
        let held = Set(timetable.sessions.filter(\.isIndividual).flatMap(\.clients))
        for client in bySeniority where known.dueForIndividual.contains(client) {
            guard let stay = known.roster.stays[client] else { continue }
            if !known.clinic.phases.contains(where: { $0.id == stay.phase }) {
                // Also for a client who keeps an agreed session: that phase gets nothing new.
                miss(client, Blocker(kind: .gone, by: "phase \(stay.phase)"))
            } else if !held.contains(client) {
                placeIndividual(of: client, with: stay.clinician)
            }
        }
    }

    private mutating func keep(_ agreed: [SessionScheduled], of client: ClientID) {
        guard let stay = known.roster.stays[client] else { return }
        let own = agreed.filter { $0.clinician == stay.clinician }
        for session in own.sorted(by: { $0.start < $1.start }) where isPossible(session) {
            timetable.add(session)
        }
    }

    private func isPossible(_ session: SessionScheduled) -> Bool {
        guard let client = session.clients.first, let clinician = clinician(session.clinician)
        else { return false }
        return !known.clinic.closures.contains(session.start.date)
            && clinician.hours.contains { $0.contains(session.at) }
            && timetable.isFree(.clinician(session.clinician), during: session.span)
            && offices.contains { $0.id == session.room }
            && timetable.isFree(.room(session.room), during: session.span)
            && suits(client, session.at, on: session.start.date)
    }

    /// A staff member who is a clinician now; `nil` for one who left or has another role.
    private func clinician(_ id: StaffID) -> Clinic.Staff? {
        known.clinic.staff.first { $0.id == id && $0.roles.contains(.clinician) }
    }

    private mutating func placeIndividual(of client: ClientID, with primary: StaffID) {
        guard let clinician = clinician(primary) else {
            return miss(client, Blocker(kind: .gone, by: "clinician \(primary)"))
        }
        var isOfficeMissing = false
        for date in days(for: client) {
            for start in starts(of: clinician, on: date) {
                let begin = date.daysSince1970 * 1440 + start
                let span = begin..<begin + SessionScheduled.individualMinutes
                let at = WeekPlanner.time(on: date, from: start)
                guard known.now.minutesSince1970 < begin,
                    timetable.isFree(.clinician(clinician.id), during: span),
                    suits(client, at, on: date)
                else { continue }
                let office = offices.first { timetable.isFree(.room($0.id), during: span) }
                let session = individual(client, with: clinician.id, on: date, at, in: office?.id)
                guard known.planned.ban(on: session.session) == nil else { continue }
                guard office != nil else {
                    isOfficeMissing = true
                    continue
                }
                timetable.add(session)
                return
            }
        }
        // A client who came in mid-week may find no time left: the next week has one.
        guard known.wholeWeek.contains(client) else { return }
        miss(
            client,
            isOfficeMissing
                ? Blocker(kind: .room) : Blocker(kind: .clinician, by: clinician.id.text))
    }

    private mutating func miss(_ client: ClientID, _ blocker: Blocker) {
        conflicts.append(
            ConflictFound(
                client: client, week: known.week, offeredMinutes: 0,
                neededMinutes: SessionScheduled.individualMinutes, blockers: [blocker],
                isIndividual: true))
    }

    /// The week's open days: those on which the client comes anyway first.
    private func days(for client: ClientID) -> [LocalDate] {
        let coming = timetable.groupDays[client] ?? []
        let open = (0..<7).map { known.week.advanced(by: $0) }
            .filter { !known.clinic.closures.contains($0) }
        return open.filter(coming.contains) + open.filter { !coming.contains($0) }
    }

    private func starts(of clinician: Clinic.Staff, on date: LocalDate) -> [Int] {
        guard !known.away.isAway(clinician.id, on: date) else { return [] }
        return clinician.hours.filter { $0.weekday == date.weekday }.sorted().flatMap { hours in
            let first = (hours.start.minutes + WeekPlanner.grid - 1) / WeekPlanner.grid
            let last = hours.end.minutes - SessionScheduled.individualMinutes
            return Array(
                stride(from: first * WeekPlanner.grid, through: last, by: WeekPlanner.grid))
        }
    }

    private func suits(_ client: ClientID, _ at: WeeklyTime, on date: LocalDate) -> Bool {
        let begin = date.daysSince1970 * 1440 + at.start.minutes
        return known.roster.commitment(of: client, during: at) == nil
            && timetable.isFree(.client(client), during: begin..<begin + at.minutes)
            && timetable.forbiddenPartner(of: client, arriving: begin / 60) == nil
    }

    private static func time(on date: LocalDate, from start: Int) -> WeeklyTime {
        WeeklyTime(
            date.weekday, TimeOfDay(minutes: start),
            TimeOfDay(minutes: start + SessionScheduled.individualMinutes))
    }

    private func individual(
        _ client: ClientID, with clinician: StaffID, on date: LocalDate, _ at: WeeklyTime,
        in office: RoomID?
    ) -> SessionScheduled {
        SessionScheduled(
            session: SessionID(week: known.week, holder: clinician.text, at: at),
            week: known.week, kind: SessionScheduled.individual, clinician: clinician,
            room: office ?? "", start: LocalDateTime(date: date, time: at.start),
            end: LocalDateTime(date: date, time: at.end), capacity: 1, clients: [client])
    }
}
