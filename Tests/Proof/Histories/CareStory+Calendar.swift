import Messages
import TestKit

/// What people do with the calendar, with phases, and to keep in touch.
extension CareStory {
    mutating func arrange() throws -> String {
        let stays = try world.view(Enrollments())
        let client = clients[dice.below(clients.count)]
        let other = clients[dice.below(clients.count)]
        switch dice.below(8) {
        case 0:
            guard let stay = stays.first(where: { $0.review != nil }) else { return "no review" }
            try send(
                KeepPhase(client: stay.client, phase: stay.phase, reason: "Not yet."),
                by: .clinician)
        case 1:
            guard let stay = stays.first else { return "nobody stays" }
            try send(
                ChangeClinician(
                    client: stay.client, from: stay.clinician, to: "t01", reason: "Agreed."),
                by: .director)
        case 2, 3:
            let later = try sessions().filter { world.moment.now.local < $0.start }
            guard !later.isEmpty else { return "no session" }
            let session = later[dice.below(later.count)].session
            if dice.below(2) == 0 {
                try send(CancelSession(session: session, reason: "Nobody leads it."), by: .director)
            } else {
                try send(CoverSession(session: session, clinician: "t02"), by: .director)
            }
        case 4: try changeCommitments(of: client)
        case 5:
            guard client != other else { return "nobody to keep apart" }
            try send(
                ForbidPairing(first: client, second: other, reason: "A quarrel."), by: .clinician)
        case 6: try allowPairing()
        default: return try writeDownAll()
        }
        return "something is arranged"
    }

    private func sessions() throws -> [SessionScheduled] {
        let monday = world.moment.now.today.weekStart
        return try [monday, monday.advanced(by: 7)].flatMap {
            try world.view(WeekView(week: $0)).sessions
        }
    }

    private mutating func changeCommitments(of client: ClientID) throws {
        guard let standing = try world.ask(CommitmentsView(client: client)) else { return }
        let times = ["mon 08:00-13:00", "tue 08:00-13:00", "thu 08:00-21:00", "sat 08:00-18:00"]
        let chosen = times.filter { _ in dice.below(3) == 0 }.compactMap(WeeklyTime.init)
        try send(
            ChangeCommitments(client: client, replaces: standing.event, commitments: chosen),
            by: .frontDesk)
    }

    private mutating func allowPairing() throws {
        let rules = try world.facts(of: .peerGroups).filter { $0.event is PairingForbidden }
        guard let rule = rules.last, let told = rule.event as? PairingForbidden else { return }
        try send(
            AllowPairing(
                first: told.first, second: told.second, rule: rule.id, reason: "They made up."),
            by: .clinician)
    }

    /// Somebody writes down who came to all that is past, so that not everybody is sought.
    private mutating func writeDownAll() throws -> String {
        let past = try sessions().filter { $0.end <= world.moment.now.local }
        for session in past {
            for client in session.clients where dice.below(5) > 0 {
                try? send(
                    RecordAttendance(
                        client: client, session: session.session, status: .present, minutes: 60),
                    by: .clinician)
            }
        }
        return "attendance of \(past.count) sessions"
    }

    /// An intake gets a day, what became of one is written down, or whoever would keep it falls ill.
    private mutating func arrangeIntake(of client: ClientID) throws -> String {
        let open = try world.view(IntakeAppointments())
        if let begun = open.first(where: { $0.at <= world.moment.now.local }), dice.below(3) > 0 {
            try send(
                RecordAppointment(
                    client: begun.client, appointment: begun.appointment,
                    outcome: dice.below(2) == 0 ? .came : .missed, note: ""), by: .caseManager)
            return "\(begun.client) came to the intake, or did not"
        }
        try? send(register(client), by: .frontDesk)
        let people: [StaffID] = ["t01", "t03", "cm1"]
        let person = people[dice.below(people.count)]
        let day = world.moment.now.today.advanced(by: 1 + dice.below(6))
        try send(
            BookAppointment(
                client: client, replaces: open.first { $0.client == client }?.appointment,
                with: person.text, at: LocalDateTime(date: day, time: TimeOfDay(minutes: 600)),
                place: "Room 2", purpose: .intake), by: .caseManager)
        if dice.below(4) == 0 {
            try send(RecordAway(staff: person, from: day, through: day), by: .frontDesk)
        }
        return "\(client) comes for the intake on \(day)"
    }

    mutating func keepInTouch() throws -> String {
        let client = clients[dice.below(clients.count)]
        switch dice.below(6) {
        case 3: return try arrangeIntake(of: client)
        case 0:
            try send(
                ReportReturnToUse(client: client, account: "The mother phoned."), by: .frontDesk)
        case 1:
            let ending = FollowUpEnding.known[dice.below(FollowUpEnding.known.count)]
            try send(
                CloseFollowUp(client: client, ending: ending, reason: "Told."), by: .clinician)
            return "the follow-up of \(client) ends: \(ending)"
        case 2:
            let all = try clients.compactMap { client in
                try world.ask(AppointmentsView(client: client))?.first.map { (client, $0) }
            }
            guard let (booker, first) = all.first else {
                let at = LocalDateTime(
                    date: world.moment.now.today.advanced(by: 1 + dice.below(30)),
                    time: TimeOfDay(minutes: 600))
                try send(
                    BookAppointment(client: client, with: "A doctor", at: at, place: "There"),
                    by: .caseManager)
                return "\(client) has an appointment"
            }
            try send(
                CancelAppointment(
                    client: booker, appointment: first.appointment, reason: "It fell out."),
                by: .caseManager)
        default:
            // Written down late, or the client phoned.
            try send(
                RecordContact(
                    client: client, isReached: dice.below(3) > 0, returnToUse: dice.below(6) == 0,
                    note: "A word.", channel: .phone,
                    direction: dice.below(2) == 0 ? .incoming : .outgoing,
                    happened: world.moment.now.utc.advanced(byHours: -dice.below(72)),
                    risk: ContactRisk.known[dice.below(3)]), by: .clinician)
        }
        return "in touch with \(client)"
    }
}
