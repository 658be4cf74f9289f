internal import ClinicClient
internal import Messages

/// How one client stands, put together from what each service tells.
struct ClientStanding {
    let client: ClientID
    let timeZone: String
    /// Who did not answer.
    private(set) var silent: [Identity] = []
    /// Whether whoever looks may not see all of it.
    private var isPart = false

    private var identity: IdentityRecorded?
    private var intake: IntakeStatus?
    private var ratings: [StandingRating] = []
    private var stay: EnrollmentStatus?
    private var contact: NextContact?
    private var alerts: [OpenAlert] = []
    private var duties: [OpenDuty] = []
    private var commitments: StandingCommitments?
    private var practices: [PracticeLine] = []
    private var consents: [ConsentLine]?
    private var therapies: [ApprovedTherapy] = []
    /// This week and the next as planned.
    private var weeks: [WeekLine] = []
    private let today: LocalDate

    /// - Parameter today: the clinic's day.
    init(client: ClientID, timeZone: String, today: LocalDate) {
        (self.client, self.timeZone, self.today) = (client, timeZone, today)
    }

    /// Asks everybody who knows something.
    ///
    /// - Parameter actor: who looks, where names may be shown.
    mutating func ask(over session: inout BusSession, as actor: Actor?) async throws {
        let client = client
        if let actor, ClientIdentity.roles?.contains(actor.role) ?? false {
            identity =
                await tried(.assessment) {
                    try await session.ask(ClientIdentity(client: client), as: actor)
                } ?? nil
        }
        if let actor, RatingsView.roles?.contains(actor.role) ?? false {
            ratings =
                await tried(.assessment) {
                    try await session.ask(RatingsView(client: client), as: actor)
                } ?? []
        }
        commitments = await tried(.assessment) {
            try await session.ask(CommitmentsView(client: client), as: actor)
        }
        if let actor, ConsentsView.roles?.contains(actor.role) ?? false {
            consents = await tried(.assessment) {
                try await session.ask(ConsentsView(client: client), as: actor)
            }
        }
        intake = await tried(.assessment) { try await session.ask(IntakeList()) }?
            .first { $0.client == client }
        alerts = (await tried(.assessment) { try await session.ask(OpenAlerts()) } ?? [])
            .filter { $0.client == client }
        stay = await tried(.scheduler) { try await session.ask(Enrollments()) }?
            .first { $0.client == client }
        contact = await tried(.aftercare) { try await session.ask(NextContacts()) }?
            .first { $0.client == client }
        duties = (await tried(.ledger) { try await session.ask(OpenDuties(client: client)) } ?? [])
            .map(\.duty)
        practices = await tried(.ledger) { try await session.ask(Practices(client: client)) } ?? []
        guard stay != nil else { return }
        therapies = await tried(.ledger) { try await session.ask(ApprovedTherapies()) } ?? []
        for week in [today.weekStart, today.weekStart.advanced(by: 7)] {
            let lines = await tried(.scheduler) { try await session.ask(WeekView(week: week)) }
            weeks += lines ?? []
        }
    }

    private mutating func tried<View>(
        _ service: Identity, _ ask: () async throws -> View
    ) async -> View? {
        do { return try await ask() } catch let error as ClientError where error.ending == .refused
        {
            isPart = true
            return nil
        } catch {
            if !silent.contains(service) { silent.append(service) }
            return nil
        }
    }

    /// Whether anybody knows the client.
    var isKnown: Bool {
        identity != nil || commitments != nil || intake != nil || stay != nil || contact != nil
            || !duties.isEmpty
    }

    /// What is told, in the order in which it is asked for.
    var rows: [(what: String, said: String)] {
        var rows: [(String, String)] = [("client", client.text)]
        if let identity {
            rows.append(("name", identity.name.printable(upTo: 80)))
            rows.append(("contact", identity.contact.printable(upTo: 80)))
        }
        if intake == nil, stay == nil, contact == nil, silent.isEmpty, !isPart {
            rows.append(("stands", "in no intake, treatment or follow-up here now"))
        }
        rows += alerts.map { ("alert", "\($0.kind): \($0.guidance)") }
        rows += place
        if !ratings.isEmpty {
            let all = ratings.map {
                "\($0.dimension)=\(RatingWord.said($0.rating, of: $0.dimension, by: $0.edition))"
            }.joined(separator: " ")
            rows.append(("rated", all))
        }
        if let times = commitments?.commitments, !times.isEmpty {
            rows.append(("no time", times.map(\.description).joined(separator: ", ")))
        }
        rows += (consents ?? []).map {
            ("consent", "\($0.purpose.printable(upTo: 80)): \($0.standing)")
        }
        rows += PracticeLines(practices, on: today).said.map { ("practice", $0) }
        rows += offered
        rows += duties.map { duty in
            (
                "to do",
                "\(duty.named) by \(duty.due.shown(in: timeZone)): \(duty.person?.text ?? "nobody")"
            )
        }
        return rows
    }

    /// What therapies offer and the client is not planned for, or what a person has to judge.
    private var offered: [(String, String)] {
        guard let stay else { return [] }
        let lines = OfferedLines(therapies, consents: consents)
        let unplaced = stay.group.map { UnplacedLines(weeks.unplaced).of(client, in: $0) } ?? []
        let own = weeks.sessions.filter { $0.clients.contains(client) }
        return unplaced.map { ("not planned", $0) }
            + lines.byAgreement(in: stay.phase).map { ("by agreement", $0) }
            + lines.unknown(for: own).map { ("not known", $0) }
    }

    private var place: [(String, String)] {
        var rows: [(String, String)] = []
        if let intake {
            rows.append(("in intake since", intake.since.shown(in: timeZone)))
            if !intake.missing.isEmpty {
                rows.append(("missing", intake.missing.joined(separator: ", ")))
            }
            if let level = intake.indicated { rows.append(("level indicated", level.rawValue)) }
        }
        if let stay {
            let seat = stay.group.map { ", group \($0)" } ?? ", no seat yet"
            rows.append(("in phase", "\(stay.phase)\(seat), with \(stay.clinician)"))
            if let review = stay.review { rows.append(("review due", review.rawValue)) }
            if let reason = stay.reviewNotHeld {
                rows.append(("review not held", reason.printable(upTo: 200)))
            }
        }
        if let contact {
            rows.append(
                ("next contact", "\(contact.due), by \(contact.owner) (\(contact.situation))"))
            if let gap = ContactGap.days(of: contact, on: today, in: timeZone) {
                rows.append(("not reached for", gap))
            }
        }
        return rows
    }
}

extension OpenDuty {
    /// Its kind, and what it is about where that is a word: which form, which danger.
    fileprivate var named: String {
        let named: [DutyKind] = [.fillForm, .closeConcern, .screenAgain, .clearGate]
        return named.contains(kind) ? "\(kind) \(about)" : kind.rawValue
    }
}
