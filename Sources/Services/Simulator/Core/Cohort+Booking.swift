internal import Messages

extension Cohort {
    /// The front desk agrees in the morning with whoever is in intake on when to come: with most at
    /// once for the same day, and with who did not come once somebody has spoken with them.
    func bookIntakes(on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, shift.isTime(for: 9) else { return }
        var diary = IntakeDiary(of: self, on: shift)
        for (client, record) in sorted {
            // Bounds how often what a service refuses is tried again.
            guard let judgement = record.judgement, judgement.came == nil, judgement.visit == nil,
                shift.days(since: judgement.opened) <= 21, mayBook(record, judgement)
            else { continue }
            let isToday =
                shift.weekday >= .thu || judgement.missed != nil
                || chance.happens(0.7, "seen-at-once", client.text, judgement.opened.description)
            guard let visit = diary.place(for: client, from: isToday ? 0 : 1) else { continue }
            let command = BookAppointment(
                client: client, with: visit.with.text, at: visit.at,
                place: "Rehearsal: at the clinic.", purpose: .intake)
            orders.send(command, by: [.frontDesk, .caseManager], on: shift)
        }
    }

    /// Nobody is booked again before somebody has heard why the client did not come.
    private func mayBook(_ record: Case, _ judgement: Case.Judgement) -> Bool {
        guard let missed = judgement.missed else { return true }
        return record.lastReached.map { missed < $0 } ?? false
    }

    /// Whether the client comes: once in a while somebody does not, and comes the next time.
    func comes(_ client: ClientID, _ judgement: Case.Judgement) -> Bool {
        judgement.missed != nil
            || !chance.happens(0.12, "stays-away", client.text, judgement.opened.description)
    }

    /// Writes down whether the client came: in the hours after the appointment began, or on a later
    /// morning.
    func recordIntake(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        guard let client = duty.client, let judgement = cases[client]?.judgement,
            let visit = judgement.visit, visit.appointment.text == duty.about,
            shift.isSoon(after: visit.at) || shift.isWorkday && shift.isTime(for: 9)
        else { return }
        let isThere = comes(client, judgement)
        let command = RecordAppointment(
            client: client, appointment: visit.appointment, outcome: isThere ? .came : .missed,
            note: isThere ? "" : "Rehearsal: nobody at the door.")
        orders.send(command, for: duty, else: [.clinician, .caseManager], on: shift)
    }

    /// Agrees on another time for an appointment that nobody could keep.
    func moveIntake(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, (8..<18).contains(shift.hour), let client = duty.client,
            let visit = cases[client]?.judgement?.visit, visit.appointment.text == duty.about
        else { return }
        var diary = IntakeDiary(of: self, on: shift)
        guard let other = diary.place(for: client, from: 0) else { return }
        let command = BookAppointment(
            client: client, replaces: visit.appointment, with: other.with.text, at: other.at,
            place: "Rehearsal: at the clinic.", purpose: .intake)
        orders.send(command, for: duty, else: [.caseManager, .frontDesk], on: shift)
    }
}

/// Who is free for an intake when: by the hours, sessions and appointments of people, and the days on
/// which they are away.
struct IntakeDiary {
    private let shift: Shift
    private let chance: Chance
    private let away: DaysAway
    private var taken: Set<Place>
    private let people: [Clinic.Staff]

    /// An hour of a person.
    struct Place: Hashable {
        let with: StaffID
        let at: LocalDateTime
    }

    /// The hours in which an intake begins: all of it is done on the same day.
    private static let hours = 10...14
    private static let hoursOfFriday = 10...12
    private static let mostDays = 13

    init(of cohort: Cohort, on shift: Shift) {
        self.shift = shift
        chance = cohort.chance
        away = cohort.away
        people = shift.clinic.staff.filter {
            !Set($0.roles).isDisjoint(with: [.clinician, .nurse, .caseManager])
        }
        taken = []
        for record in cohort.cases.values {
            if let visit = record.judgement?.visit {
                taken.insert(Place(with: visit.with, at: visit.at))
            }
        }
        for meeting in cohort.sessions.values where !meeting.isCancelled {
            block(meeting.plan)
        }
    }

    /// The first free hour some days from now on: with a clinician where one is free then.
    mutating func place(for client: ClientID, from days: Int) -> Place? {
        for ahead in days...(days + Self.mostDays) {
            let day = shift.today.advanced(by: ahead)
            guard day.weekday < .sat, !shift.clinic.closures.contains(day) else { continue }
            let hours = day.weekday == .fri ? Self.hoursOfFriday : Self.hours
            for hour in hours {
                let at = LocalDateTime(date: day, time: TimeOfDay(minutes: 60 * hour))
                guard shift.now.local < at, let person = person(at: at, for: client) else {
                    continue
                }
                let place = Place(with: person, at: at)
                taken.insert(place)
                return place
            }
        }
        return nil
    }

    private func person(at: LocalDateTime, for client: ClientID) -> StaffID? {
        let hour = WeeklyTime(
            at.date.weekday, at.time, TimeOfDay(minutes: at.time.minutes + 60))
        let free = people.filter { person in
            !taken.contains(Place(with: person.id, at: at))
                && !away.isAway(person.id, on: at.date)
                && person.hours.contains { $0.contains(hour) }
        }
        let clinicians = free.filter { $0.roles.contains(.clinician) }
        let best = clinicians.isEmpty ? free : clinicians
        return chance.pick(from: best.map(\.id).sorted(), "intake-with", client.text, "\(at)")
    }

    /// Takes the hours that a session touches.
    private mutating func block(_ plan: SessionScheduled) {
        for hour in Self.hours {
            let begins = 60 * hour
            guard plan.start.time.minutes < begins + 60, begins < plan.end.time.minutes else {
                continue
            }
            let at = LocalDateTime(date: plan.start.date, time: TimeOfDay(minutes: begins))
            taken.insert(Place(with: plan.clinician, at: at))
        }
    }
}
