/// Who gets a duty, and by when: at one moment, with what everybody has already.
///
/// The rungs are: a person of the roles that may do it, the preferred one first; a colleague; the
/// clinical supervisor; the director; and the director again, at growing distances. A rung that the
/// clinic has nobody for is left out. Among those who may, whoever is on shift in time goes first,
/// then whoever has the least to do. Whoever is away until the duty is late gets it only where
/// nobody else of any rung is there.
struct DutyRoster {
    private let clinic: Clinic
    private let now: Timestamp
    private var hours: StaffHours
    private var load: [StaffID: Int] = [:]
    /// The same, of each kind alone.
    private var loadOfKind: [DutyKind: [StaffID: Int]] = [:]

    /// - Parameter holding: the duties that stay open.
    init(_ clinic: Clinic, away: DaysAway, holding: [OpenDuty], at now: Timestamp) {
        self.clinic = clinic
        self.now = now
        hours = StaffHours(clinic, away: away)
        for duty in holding { assign(duty.kind, to: duty.person) }
    }

    /// The rung of the director, who is the last.
    private static let last = 3

    /// - Parameter latest: when the one is due in whose place it comes.
    private mutating func opened(_ need: DutyNeed, as duty: DutyID, noLaterThan latest: Timestamp?)
        -> DutyOpened
    {
        let usual = hours.due(after: need.since, within: need.term, of: need.roles)
        // One that is found late, after its owner was down, still has a first person, with as much
        // time as any other: nobody misses what nobody could see.
        let due =
            usual > now
            ? usual : latest ?? hours.due(after: now, within: need.term, of: need.roles)
        let found = holder(of: need, from: 0, not: [], until: due)
        assign(need.matter.kind, to: found?.person)
        return DutyOpened(
            duty: duty, kind: need.matter.kind, client: need.matter.client,
            about: need.matter.about, role: found?.role ?? need.roles.first ?? .director,
            person: found?.person, since: need.since, due: due, words: need.words)
    }

    /// What opens a duty.
    ///
    /// - Parameter old: the one that its words alone tell from it. A late one goes on as late as it is,
    ///   and with whoever has it.
    mutating func opened(_ need: DutyNeed, as duty: DutyID, after old: OpenDuty?) -> [any Event] {
        guard let old, old.rung > 0 else { return [opened(need, as: duty, noLaterThan: old?.due)] }
        assign(need.matter.kind, to: old.person)
        let first = old.missedBy.first ?? old.person
        let roles = clinic.staff.first { $0.id == first }?.roles ?? []
        return [
            DutyOpened(
                duty: duty, kind: need.matter.kind, client: need.matter.client,
                about: need.matter.about,
                role: need.roles.first(where: roles.contains) ?? need.roles.first ?? old.role,
                person: first, since: need.since, due: old.firstDue, words: need.words),
            DutyEscalated(
                duty: duty, client: old.client, rung: old.rung, role: old.role,
                person: old.person, due: old.due),
        ]
    }

    /// What becomes of a duty that is still needed: it is passed on where it is late, and where its
    /// holder is gone or away until it is; `nil` where it stays.
    mutating func moved(_ duty: OpenDuty, for need: DutyNeed) -> (any Event)? {
        if now > duty.due { return escalated(duty, for: need) }
        if isHeld(duty), let person = duty.person {
            guard hours.isAway(person, from: now, until: duty.due),
                // Where nobody else is there, whoever is away keeps it.
                let found = present(
                    for: need, from: duty.rung, not: duty.missedBy, until: duty.due)
            else { return nil }
            return reassigned(duty, to: found)
        }
        let found = holder(of: need, from: duty.rung, not: duty.missedBy, until: duty.due)
        // Nobody may do it: it says so, and waits until somebody can.
        guard found != nil || duty.person != nil else { return nil }
        return reassigned(duty, to: found)
    }

    private mutating func reassigned(_ duty: OpenDuty, to found: (role: Role, person: StaffID)?)
        -> DutyReassigned
    {
        assign(duty.kind, to: found?.person)
        return DutyReassigned(
            duty: duty.duty, client: duty.client, role: found?.role ?? duty.role,
            person: found?.person)
    }

    private mutating func escalated(_ duty: OpenDuty, for need: DutyNeed) -> DutyEscalated {
        let missed = duty.missedBy + [duty.person].compactMap(\.self)
        var rung = duty.rung + 1
        var due = due(of: need, on: rung)
        var found = holder(of: need, on: rung, not: missed, until: due)
        while found == nil, rung < Self.last {
            rung += 1
            due = self.due(of: need, on: rung)
            found = holder(of: need, on: rung, not: missed, until: due)
        }
        found = found ?? holder(of: need, from: rung, not: missed, until: due)
        assign(duty.kind, to: found?.person)
        return DutyEscalated(
            duty: duty.duty, client: duty.client, rung: rung, role: found?.role ?? duty.role,
            person: found?.person, due: due)
    }

    /// Whether whoever has a duty is on the staff, and in that role.
    private func isHeld(_ duty: OpenDuty) -> Bool {
        clinic.staff.contains { $0.id == duty.person && $0.roles.contains(duty.role) }
    }

    // MARK: By when

    /// When whoever gets a late duty is late: the same term, and for the director twice, four and
    /// eight times as much with each time that it is told again.
    private mutating func due(of need: DutyNeed, on rung: Int) -> Timestamp {
        let times = 1 << min(max(0, rung - Self.last), 3)
        let roles = roles(of: need, on: rung)
        return switch need.term {
        case .hours(let count): now.advanced(byHours: max(1, min(count * times, max(24, count))))
        case .staffHours(let count), .sameDay(let count):
            hours.moment(max(1, count) * times, after: now, of: roles)
        case .day: hours.moment(DutyTerm.nextPersonStaffHours * times, after: now, of: roles)
        }
    }

    // MARK: Who

    private func roles(of need: DutyNeed, on rung: Int) -> [Role] {
        switch rung {
        case ..<2: need.roles
        case 2: [.clinicalSupervisor]
        default: [.director]
        }
    }

    /// Who gets a duty on a rung, or on the first above it that the clinic has somebody for; where it
    /// has nobody there, whoever may do it, and at last whoever is back first.
    private mutating func holder(
        of need: DutyNeed, from rung: Int, not missed: [StaffID], until due: Timestamp
    ) -> (role: Role, person: StaffID)? {
        present(for: need, from: rung, not: missed, until: due)
            ?? holder(of: need, on: 0, not: [], until: due, evenAway: true)
            ?? holder(of: need, on: Self.last, not: [], until: due, evenAway: true)
    }

    /// The same among those who are not away.
    private mutating func present(
        for need: DutyNeed, from rung: Int, not missed: [StaffID], until due: Timestamp
    ) -> (role: Role, person: StaffID)? {
        for rung in min(rung, Self.last)...Self.last {
            if let found = holder(of: need, on: rung, not: missed, until: due) { return found }
        }
        // A clinic without supervisor and director tells those who may do it, again and again.
        return holder(of: need, on: 0, not: [], until: due)
    }

    private mutating func holder(
        of need: DutyNeed, on rung: Int, not missed: [StaffID], until due: Timestamp,
        evenAway: Bool = false
    ) -> (role: Role, person: StaffID)? {
        let roles = roles(of: need, on: rung)
        // The director is told again, whoever missed it before.
        let out = rung < Self.last ? Set(missed) : []
        let able = clinic.staff.compactMap { person -> (role: Role, person: StaffID)? in
            guard !out.contains(person.id), let role = roles.first(where: person.roles.contains)
            else { return nil }
            return (role, person.id)
        }
        .filter { evenAway || !hours.isAway($0.person, from: now, until: due) }
        let present = able.filter {
            hours.firstShift(of: $0.person, from: now, until: due) != nil
        }
        if let preferred = present.first(where: { $0.person == need.preferred }),
            !isFull(preferred.person, beside: present.map(\.person), for: need)
        {
            return preferred
        }
        if let found = best(of: present, in: roles, for: need) { return found }
        // Nobody is there in time: whoever comes first. Where nobody has hours, all are as good.
        let horizon = now.advanced(byHours: StaffHours.mostDays * 24)
        let next = able.map { ($0, hours.firstShift(of: $0.person, from: now, until: horizon)) }
        let soonest = next.compactMap(\.1).min()
        return best(of: next.filter { $0.1 == soonest }.map(\.0), in: roles, for: need)
    }

    /// Of those who may, the first of the best role by what they have to do; then by a draw that is
    /// the same in every process.
    private func best(
        of able: [(role: Role, person: StaffID)], in roles: [Role], for need: DutyNeed
    ) -> (role: Role, person: StaffID)? {
        func rank(_ one: (role: Role, person: StaffID)) -> (Int, Int, UInt64, StaffID) {
            (
                roles.firstIndex(of: one.role) ?? roles.count, load[one.person] ?? 0,
                draw(one.person, for: need.matter), one.person
            )
        }
        return able.min { rank($0) < rank($1) }
    }

    private func draw(_ person: StaffID, for matter: DutyNeed.Matter) -> UInt64 {
        var hash = FNV1a()
        for word in [matter.client?.text ?? "", matter.about, person.text] {
            hash.add(word.utf8)
            hash.add(0xff)
        }
        return SplitMix64.mixed(hash.value)
    }

    /// Whether whoever is preferred has as many of the kind as a need allows, and more than another
    /// who is there.
    private func isFull(_ person: StaffID, beside others: [StaffID], for need: DutyNeed) -> Bool {
        guard let most = need.mostOfKind else { return false }
        let load = loadOfKind[need.matter.kind] ?? [:]
        let own = load[person] ?? 0
        return most <= own && others.contains { load[$0] ?? 0 < own }
    }

    private mutating func assign(_ kind: DutyKind, to person: StaffID?) {
        guard let person else { return }
        load[person, default: 0] += 1
        loadOfKind[kind, default: [:]][person, default: 0] += 1
    }
}
