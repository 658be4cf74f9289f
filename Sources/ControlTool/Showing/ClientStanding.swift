internal import ClinicClient
internal import Messages

/// How one client stands, put together from what each service tells.
struct ClientStanding {
    let client: ClientID
    let timeZone: String
    /// Who did not answer.
    private(set) var silent: [Identity] = []

    private var identity: IdentityRecorded?
    private var intake: IntakeStatus?
    private var ratings: [StandingRating] = []
    private var stay: EnrollmentStatus?
    private var contact: NextContact?
    private var alerts: [OpenAlert] = []
    private var duties: [OpenDuty] = []
    private var commitments: StandingCommitments?
    private var practices: [PracticeLine] = []
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
    }

    private mutating func tried<View>(
        _ service: Identity, _ ask: () async throws -> View
    ) async -> View? {
        do { return try await ask() } catch let error as ClientError where error.ending == .refused
        {
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
        rows += PracticeLines(practices, on: today).said.map { ("practice", $0) }
        rows += duties.map { duty in
            (
                "to do",
                "\(duty.named) by \(duty.due.shown(in: timeZone)): \(duty.person?.text ?? "nobody")"
            )
        }
        return rows
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
        }
        if let contact {
            rows.append(
                ("next contact", "\(contact.due), by \(contact.owner) (\(contact.situation))"))
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
