internal import Messages

extension WeekPlanner {
    /// Where an individual session may be held, and how it is tried: each half hour.
    static let office = "office"
    static let grid = 30

    /// Places the individual sessions: those agreed before stay where they are if they can, then
    /// each client in turn takes the first time that suits client, clinician and an office.
    mutating func placeIndividuals() {
        let clients = known.roster.bySeniority
        for client in clients { keepIndividual(of: client) }
        let held = Set(timetable.sessions.filter(\.isIndividual).flatMap(\.clients))
        for client in clients
        where known.dueForIndividual.contains(client) && !held.contains(client) {
            placeIndividual(of: client)
        }
    }

    private mutating func keepIndividual(of client: ClientID) {
        guard let stay = known.roster.stays[client] else { return }
        let agreed = known.planned.sessions.values.filter {
            $0.isIndividual && known.now < $0.start && $0.clients == [client]
                && $0.clinician == stay.clinician
        }
        for session in agreed.sorted(by: { $0.start < $1.start }) where isPossible(session) {
            timetable.add(session)
        }
    }

    private func isPossible(_ session: SessionScheduled) -> Bool {
        guard let client = session.clients.first,
            let clinician = known.clinic.staff.first(where: { $0.id == session.clinician })
        else { return false }
        return !known.clinic.closures.contains(session.start.date)
            && clinician.hours.contains { $0.contains(session.at) }
            && timetable.isFree(.clinician(session.clinician), during: session.span)
            && offices.contains { $0.id == session.room }
            && timetable.isFree(.room(session.room), during: session.span)
            && suits(client, session)
    }

    private mutating func placeIndividual(of client: ClientID) {
        guard let stay = known.roster.stays[client],
            let clinician = known.clinic.staff.first(where: { $0.id == stay.clinician })
        else { return }
        var isOfficeMissing = false
        for date in days(for: client) {
            for start in starts(of: clinician, on: date) {
                let begin = date.daysSince1970 * 1440 + start
                guard known.now.minutesSince1970 < begin,
                    timetable.isFree(
                        .clinician(clinician.id),
                        during: begin..<begin + SessionScheduled.individualMinutes)
                else { continue }
                var session = individual(client, with: clinician.id, on: date, from: start)
                guard known.planned.cancelled[session.session] == nil, suits(client, session)
                else { continue }
                if let office = offices.first(where: {
                    timetable.isFree(.room($0.id), during: session.span)
                }) {
                    session.room = office.id
                    timetable.add(session)
                    return
                }
                isOfficeMissing = true
            }
        }
        // A client who came in mid-week may find no time left: the next week has one.
        guard known.wholeWeek.contains(client) else { return }
        conflicts.append(
            ConflictFound(
                client: client, week: known.week, offeredMinutes: 0,
                neededMinutes: SessionScheduled.individualMinutes,
                blockers: [
                    isOfficeMissing
                        ? Blocker(kind: .room) : Blocker(kind: .clinician, by: clinician.id.text)
                ]))
    }

    private var offices: [Clinic.Room] {
        known.clinic.rooms.filter { $0.kind == WeekPlanner.office }.sorted { $0.id < $1.id }
    }

    /// The week's open days: those on which the client comes anyway first.
    private func days(for client: ClientID) -> [LocalDate] {
        let coming = Set(
            timetable.sessions.filter { $0.group != nil && $0.clients.contains(client) }
                .map(\.start.date))
        let open = (0..<7).map { known.week.advanced(by: $0) }
            .filter { !known.clinic.closures.contains($0) }
        return open.filter(coming.contains) + open.filter { !coming.contains($0) }
    }

    private func starts(of clinician: Clinic.Staff, on date: LocalDate) -> [Int] {
        clinician.hours.filter { $0.weekday == date.weekday }.sorted().flatMap { hours in
            let first = (hours.start.minutes + WeekPlanner.grid - 1) / WeekPlanner.grid
            let last = hours.end.minutes - SessionScheduled.individualMinutes
            return Array(
                stride(from: first * WeekPlanner.grid, through: last, by: WeekPlanner.grid))
        }
    }

    private func suits(_ client: ClientID, _ session: SessionScheduled) -> Bool {
        known.roster.commitment(of: client, during: session.at) == nil
            && timetable.isFree(.client(client), during: session.span)
            && timetable.forbiddenPartner(of: client, arriving: session.arrival) == nil
    }

    private func individual(
        _ client: ClientID, with clinician: StaffID, on date: LocalDate, from start: Int
    ) -> SessionScheduled {
        let at = WeeklyTime(
            date.weekday, TimeOfDay(minutes: start),
            TimeOfDay(minutes: start + SessionScheduled.individualMinutes))
        return SessionScheduled(
            session: SessionID(week: known.week, holder: clinician.text, at: at),
            week: known.week, kind: SessionScheduled.individual, clinician: clinician, room: "",
            start: LocalDateTime(date: date, time: at.start),
            end: LocalDateTime(date: date, time: at.end), capacity: 1, clients: [client])
    }
}
