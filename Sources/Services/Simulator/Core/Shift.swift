internal import Messages

/// One hour at the clinic: what the clock says, and who is there to act.
struct Shift {
    let now: Moment
    let clinic: Clinic

    var today: LocalDate { now.today }
    var weekday: Weekday { today.weekday }
    var hour: Int { now.local.time.minutes / 60 }
    /// Its Monday, as a word for ``Chance``.
    var week: String { today.weekStart.description }
    var isClosed: Bool { clinic.closures.contains(today) }
    /// A day on which intake, reviews and paperwork are done.
    var isWorkday: Bool { weekday < .sat && !isClosed }
    /// Whether something that belongs to this hour is done now.
    ///
    /// It is so for two hours, so that what the bound of one hour cut off is done in the next; and
    /// no longer, so that a command that is refused is not sent for ever.
    func isTime(for hour: Int) -> Bool { self.hour == hour || self.hour == hour + 1 }

    /// Whether something of this local time began within the last three hours: as with ``isTime(for:)``
    /// a refused command is not sent for ever.
    func isSoon(after time: LocalDateTime) -> Bool {
        (0..<180).contains(now.local.minutesSince1970 - time.minutesSince1970)
    }

    func days(since time: Timestamp) -> Int { now.localDate(of: time).days(until: today) }
    func weeks(since time: Timestamp) -> Int { days(since: time) / 7 }
    func hours(since time: Timestamp) -> Int { now.utc.hours(since: time) }

    /// A staff member in a role that may act so, if there is one.
    func actor(_ id: StaffID, among roles: Set<Role>) -> Actor? {
        guard let person = clinic.staff.first(where: { $0.id == id }),
            let role = person.roles.first(where: roles.contains)
        else { return nil }
        return Actor(staff: id, role: role)
    }

    /// Someone on duty, else someone on call, in the first of the preferred roles that anyone has.
    func anyone(_ preferred: [Role], among roles: Set<Role>, for client: String) -> Actor? {
        let sorted = clinic.staff.sorted { $0.id < $1.id }
        let onDuty = sorted.filter { person in
            person.hours.contains {
                $0.weekday == weekday && $0.start <= now.local.time && now.local.time < $0.end
            }
        }
        let turn = client.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff }
        let order = preferred.filter(roles.contains) + Role.known.filter(roles.contains)
        for people in [onDuty, sorted] {
            for role in order {
                let fit = people.filter { $0.roles.contains(role) }
                if !fit.isEmpty { return Actor(staff: fit[turn % fit.count].id, role: role) }
            }
        }
        return nil
    }
}
