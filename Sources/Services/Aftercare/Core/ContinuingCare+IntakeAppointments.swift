internal import Messages

extension ContinuingCare {
    /// Refuses an appointment for an intake that nobody could keep.
    func checkIntake(_ command: BookAppointment, at clinic: Clinic) throws {
        let known = people[command.client]
        try checkIsAlive(command.client)
        guard known?.enrollment == nil, known?.standing != .waiting else {
            throw Refusal(
                "The client is in treatment here, or waits for it.",
                remedy: "Book what follows on treatment with `cairn appointment book`.")
        }
        let person = StaffID(command.with)
        guard let staff = clinic.staff.first(where: { $0.id == person }),
            !Set<Role>.care.isDisjoint(with: staff.roles)
        else {
            let able = clinic.staff.filter { !Set<Role>.care.isDisjoint(with: $0.roles) }
            throw Refusal(
                "An intake is with somebody of the staff who meets clients.",
                remedy: "Name one of: \(able.map(\.id.text).sorted().joined(separator: ", ")).")
        }
        let day = command.at.date
        guard !clinic.closures.contains(day) else {
            throw Refusal("The clinic is closed on \(day).", remedy: "Agree on another day.")
        }
        guard !duties.away.isAway(person, on: day) else {
            throw Refusal(
                "\(person) is away on \(day).",
                remedy: "Choose somebody who is there: `cairn staff list` shows who is not.")
        }
        let hours = staff.hours.filter { $0.weekday == day.weekday }
        guard
            staff.hours.isEmpty
                || hours.contains(where: {
                    $0.start <= command.at.time && command.at.time < $0.end
                })
        else {
            throw Refusal(
                "\(person) does not work then.",
                remedy: hours.isEmpty
                    ? "Agree on another day, or name somebody else."
                    : "That day: \(hours.map(\.description).joined(separator: ", ")).")
        }
        try checkFree(command, with: person)
    }

    /// One client has one intake at a time, and so has one person.
    private func checkFree(_ command: BookAppointment, with person: StaffID) throws {
        let open = people.flatMap { client, known in
            known.intakes.map { (client: client, appointment: $0) }
        }
        .filter { $0.appointment.appointment != command.replaces }
        if let own = open.first(where: { $0.client == command.client }) {
            throw Refusal(
                "The client has an intake appointment on \(own.appointment.at) already.",
                remedy: "Move it with `--moves`, or write down first what became of it.")
        }
        let isTaken = open.contains {
            $0.appointment.with == person.text && $0.appointment.at == command.at
        }
        guard !isTaken else {
            throw Refusal(
                "\(person) has another intake then.", remedy: "Agree on another time.")
        }
    }

    /// Records whether the client came.
    func record(_ command: RecordAppointment, in context: inout Context) throws -> Decision {
        try checkRegistered(command.client)
        guard command.outcome.isKnown else {
            throw Refusal.unknown("outcome", of: AppointmentOutcome.known)
        }
        let intakes = people[command.client]?.intakes ?? []
        guard let booked = intakes.first(where: { $0.appointment == command.appointment }) else {
            throw Refusal(
                "No such intake appointment is open for this client.",
                remedy: "See `cairn session list` for those of the day.")
        }
        guard booked.at <= context.now.local else {
            throw Refusal(
                "The appointment has not begun.",
                remedy: "Write it down once it has, or cancel it: `cairn appointment cancel`.")
        }
        let event = AppointmentRecorded(
            client: command.client, appointment: command.appointment, outcome: command.outcome,
            note: command.note)
        var decision = round(of: [command.client], on: context.now.today, in: &context) {
            rounds, client in rounds.conclude(event, of: client)
        }
        decision.guidance = guidance(on: decision.events)
        return decision
    }

    /// Those of which nobody has written down whether the client came.
    func intakeAppointments() -> [IntakeAppointment] {
        people.flatMap { client, known in
            known.intakes.map {
                IntakeAppointment(
                    client: client, appointment: $0.appointment, with: StaffID($0.with),
                    at: $0.at, way: $0.place)
            }
        }
    }
}

extension KnownClient {
    /// The appointments for the present intake of which nobody has written down what became of them.
    var intakes: [BookedAppointment] {
        guard standing == .intake, !isClosed else { return [] }
        return appointments.filter { $0.purpose == .intake }
    }

    /// What an intake appointment asks of people: to write down whether the client came, or to move
    /// it where nobody could keep it.
    func intakeDuties(
        of client: ClientID, at now: Moment, in clinic: Clinic, away: DaysAway,
        _ hours: inout StaffHours
    ) -> [DutyNeed] {
        var needs: [DutyNeed] = []
        for booked in intakes {
            let person = StaffID(booked.with)
            if booked.at <= now.local {
                needs.append(
                    DutyNeed(
                        .recordAppointment, client: client, about: booked.appointment.text,
                        roles: [.clinician, .caseManager, .nurse, .peerSpecialist],
                        preferred: person, since: hours.time(of: booked.at), term: .sameDay(24),
                        words: "Write down whether the client came to the intake."))
            } else if let reason = whyNotKept(booked, in: clinic, away: away) {
                let isSoon = now.today.days(until: booked.at.date) <= 1
                needs.append(
                    DutyNeed(
                        .moveAppointment, client: client, about: booked.appointment.text,
                        roles: [.caseManager, .clinician, .peerSpecialist],
                        since: away.span(of: person, on: booked.at.date)?.told ?? standingSince,
                        term: isSoon
                            ? .sameDay(KnownClient.hoursToMove.soon)
                            : .staffHours(KnownClient.hoursToMove.later),
                        words: "\(reason) Agree with the client on another time for the intake of "
                            + "\(booked.at.date) at \(booked.at.time)."))
            }
        }
        return needs
    }

    /// Staff hours until an intake that nobody could keep is moved: one of today or tomorrow, and a
    /// later one; as for a session that nobody leads. Cairn's own numbers.
    private static let hoursToMove = (soon: 1, later: 8)

    /// Why nobody could keep an appointment that is to come; `nil` where somebody can.
    private func whyNotKept(_ booked: BookedAppointment, in clinic: Clinic, away: DaysAway)
        -> String?
    {
        let (person, day) = (StaffID(booked.with), booked.at.date)
        if away.isAway(person, on: day) { return "\(person) is away on \(day)." }
        if clinic.closures.contains(day) { return "The clinic is closed on \(day)." }
        return clinic.staff.contains { $0.id == person } ? nil : "\(person) is not on the staff."
    }
}
