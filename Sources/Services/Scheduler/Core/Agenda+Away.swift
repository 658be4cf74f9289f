internal import Messages

extension Agenda {
    /// The furthest day of which may be told that somebody is away, and the longest time, in days.
    /// Cairn's own number: whoever is gone for longer is taken out of `clinic.yaml`.
    private static let furthestDays = 366

    /// What is recorded of somebody who is away.
    func away(_ command: RecordAway, in context: Context) throws -> StaffAway {
        try checkStaff(command.staff, in: context.clinic)
        let today = context.now.today
        let from = command.from ?? today
        let through = command.through ?? from
        guard from <= through else {
            throw Refusal(
                "The last day is before the first.", remedy: "Give the first day, then the last.")
        }
        guard today <= through else {
            throw Refusal(
                "These days are over.",
                remedy: "Nothing needs to be done: what was due on them has been passed on.")
        }
        guard today.days(until: from) <= Agenda.furthestDays,
            from.days(until: through) < Agenda.furthestDays
        else {
            throw Refusal(
                "Nobody is planned as away so far ahead, or for so long.",
                remedy: "Give days within a year; take whoever is gone for longer out of "
                    + "clinic.yaml, and `cairn reload`.")
        }
        let days = (0...from.days(until: through)).map { from.advanced(by: $0) }
        guard !days.allSatisfy({ duties.away.isAway(command.staff, on: $0) }) else {
            throw Refusal(
                "\(command.staff) is away on these days already.",
                remedy: "There is nothing to do: `cairn staff list` shows who is away.")
        }
        return StaffAway(staff: command.staff, from: from, through: through)
    }

    /// What is recorded of somebody who comes back.
    func back(_ command: RecordBack, in context: Context) throws -> StaffBack {
        let from = command.from ?? context.now.today
        guard duties.away.spans[command.staff]?.contains(where: { from <= $0.last }) ?? false else {
            throw Refusal(
                "\(command.staff) is not away then.",
                remedy: "There is nothing to do: `cairn staff list` shows who is away.")
        }
        return StaffBack(staff: command.staff, from: from)
    }

    /// What is recorded of a session that another clinician leads.
    func cover(_ command: CoverSession, in context: Context) throws -> SessionCovered {
        let session = try known(command.session)
        guard context.now.local < session.start else {
            throw Refusal("The session has begun.", remedy: "Record who came to it.")
        }
        let clinician = context.clinic.staff.first { $0.id == command.clinician }
        guard clinician?.roles.contains(.clinician) ?? false else {
            let able = context.clinic.staff.filter { $0.roles.contains(.clinician) }
            throw Refusal(
                "\(command.clinician) is no clinician of this clinic.",
                remedy: "Choose one of: \(able.map(\.id.text).sorted().joined(separator: ", ")).")
        }
        guard !duties.away.isAway(command.clinician, on: session.start.date) else {
            throw Refusal(
                "\(command.clinician) is away on \(session.start.date).",
                remedy: "Choose somebody who is there: `cairn staff list` shows who is not.")
        }
        guard leader(of: session) != command.clinician else {
            throw Refusal(
                "\(command.clinician) leads this session already.",
                remedy: "There is nothing to do.")
        }
        let others = sessions(from: context.now.local).filter {
            $0.session != session.session && leader(of: $0) == command.clinician
        }
        if let other = others.first(where: { $0.span.overlaps(session.span) }) {
            throw Refusal(
                "\(command.clinician) leads \(other.session) then.",
                remedy: "Choose another clinician, or cancel one of the two.")
        }
        return SessionCovered(session: command.session, clinician: command.clinician)
    }

    /// Which sessions somebody's days away leave without a leader, for whoever told of them.
    func guidance(on event: StaffAway, in context: Context) -> [String] {
        let own = sessions(from: context.now.local).filter {
            leader(of: $0) == event.staff && event.from <= $0.start.date
                && $0.start.date <= event.through
        }
        guard !own.isEmpty else {
            return ["No planned session of \(event.staff) falls into these days."]
        }
        let lines = own.sorted { ($0.start, $0.session) < ($1.start, $1.session) }.map { session in
            "\(session.session) at \(session.start.time), clients: \(session.clients.count)."
        }
        return ["To be covered or cancelled, as somebody's duty from now on:"] + lines
    }

    /// What whoever gives a session to a colleague has to know of it.
    func guidance(on event: SessionCovered, in clinic: Clinic) -> [String] {
        guard let offered = diary.session(event.session)?.offered,
            let role = catalog.offerings[offered]?.credential,
            clinic.staff.first(where: { $0.id == event.clinician })?.mayLead(role) == false
        else { return [] }
        return [
            "\(event.clinician) has not the role \(role): it takes place without"
                + " \(offered.therapy)."
        ]
    }

    /// Who leads a session, whoever the plan says.
    func leader(of session: SessionScheduled) -> StaffID {
        session.session.week.flatMap { diary.weeks[$0]?.covers[session.session] }
            ?? session.clinician
    }

    /// Who is away today or later.
    func awayLines(on today: LocalDate) -> [AwayLine] {
        duties.away.spans.flatMap { person, spans in
            spans.filter { today <= $0.last }.map {
                AwayLine(staff: person, from: $0.first, through: $0.last, told: $0.told)
            }
        }
    }

    // MARK: Duties

    /// Staff hours until a session without a leader is covered or cancelled: of today and tomorrow,
    /// and of later days. Cairn's own numbers.
    private static let hoursToCover = (soon: 1, later: 8)

    /// Each planned session that is led by somebody who is away is a duty, until it has another
    /// leader, is cancelled, or begins.
    func coverDuties(in context: Context) -> [DutyNeed] {
        guard !duties.away.spans.isEmpty else { return [] }
        let tomorrow = context.now.today.advanced(by: 1)
        return sessions(from: context.now.local).compactMap { session in
            let (leader, day) = (leader(of: session), session.start.date)
            guard let span = duties.away.span(of: leader, on: day) else { return nil }
            return DutyNeed(
                .coverSession, client: session.isIndividual ? session.clients.first : nil,
                about: session.session.text,
                roles: [.clinicalSupervisor, .caseManager, .director], since: span.told,
                term: day <= tomorrow
                    ? .sameDay(Agenda.hoursToCover.soon) : .staffHours(Agenda.hoursToCover.later),
                words: "\(leader) is away on \(day): find somebody who leads "
                    + "\(session.session), or cancel it and tell its clients.")
        }
    }

    /// The planned sessions that have not begun.
    private func sessions(from now: LocalDateTime) -> [SessionScheduled] {
        diary.open(on: now.date).flatMap { diary.weeks[$0]?.sessions.values.map { $0 } ?? [] }
            .filter { now < $0.start }
    }

    private func checkStaff(_ id: StaffID, in clinic: Clinic) throws {
        guard !clinic.staff.contains(where: { $0.id == id }) else { return }
        throw Refusal(
            "\(id) is not on the staff.",
            remedy:
                "Choose one of: \(clinic.staff.map(\.id.text).sorted().joined(separator: ", ")).")
    }
}
