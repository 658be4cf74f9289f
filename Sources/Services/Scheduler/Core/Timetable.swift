internal import Messages

/// Sessions of one week while they are put together: who and what is busy when.
struct Timetable {
    /// Whom or what two sessions cannot have at once.
    enum Resource: Hashable {
        case client(ClientID)
        case clinician(StaffID)
        case room(RoomID)
    }

    /// Why a client cannot sit in a session.
    enum Obstacle: Equatable {
        case commitment(WeeklyTime)
        /// The client is in another session then.
        case busy
        case doNotPair(ClientID)
        case full
    }

    private(set) var sessions: [SessionScheduled] = []
    private(set) var groupMinutes: [ClientID: Int] = [:]
    /// The days on which each client comes to a group.
    private(set) var groupDays: [ClientID: Set<LocalDate>] = [:]
    private let roster: Roster
    private var occupied: [Resource: [Range<Int>]] = [:]
    private var arrivals: [Int: Set<ClientID>] = [:]

    init(roster: Roster) { self.roster = roster }

    /// Adds a session with the clients that it has, and returns its place.
    @discardableResult
    mutating func add(_ session: SessionScheduled) -> Int {
        sessions.append(session)
        occupied[.clinician(session.clinician), default: []].append(session.span)
        occupied[.room(session.room), default: []].append(session.span)
        for client in session.clients { occupy(client, with: session) }
        return sessions.count - 1
    }

    /// Takes a clinician's time for something that is no session of that clinician's own.
    mutating func occupy(_ clinician: StaffID, during span: Range<Int>) {
        occupied[.clinician(clinician), default: []].append(span)
    }

    /// Gives a session to a therapy.
    mutating func offer(_ offered: OfferedSession, at index: Int) {
        sessions[index].therapy = offered.therapy
        sessions[index].offering = offered.offering
    }

    mutating func seat(_ client: ClientID, at index: Int) {
        sessions[index].clients.append(client)
        occupy(client, with: sessions[index])
    }

    func isFree(_ resource: Resource, during span: Range<Int>) -> Bool {
        occupied[resource]?.allSatisfy { !$0.overlaps(span) } ?? true
    }

    /// The session's client, if any, whom `client` must not meet on arriving in that hour.
    func forbiddenPartner(of client: ClientID, arriving hour: Int) -> ClientID? {
        guard let partners = roster.forbidden[client], !partners.isEmpty,
            let present = arrivals[hour]
        else { return nil }
        return partners.intersection(present).min()
    }

    /// What keeps a client out of a session; a full session is named last, for it may empty.
    func obstacle(for client: ClientID, at index: Int) -> Obstacle? {
        let session = sessions[index]
        if let commitment = roster.commitment(of: client, during: session.at) {
            return .commitment(commitment)
        }
        if !isFree(.client(client), during: session.span) { return .busy }
        if let partner = forbiddenPartner(of: client, arriving: session.arrival) {
            return .doNotPair(partner)
        }
        return session.clients.count < session.capacity ? nil : .full
    }

    private mutating func occupy(_ client: ClientID, with session: SessionScheduled) {
        occupied[.client(client), default: []].append(session.span)
        arrivals[session.arrival, default: []].insert(client)
        guard session.group != nil else { return }
        groupMinutes[client, default: 0] += session.minutes
        groupDays[client, default: []].insert(session.start.date)
    }
}
