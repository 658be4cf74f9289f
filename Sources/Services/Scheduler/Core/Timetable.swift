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
        /// The therapy that holds the session asks for a consent that is not live.
        case consent(String)
        /// It is not for whoever has that concern open.
        case notFor(AlertKind)
        case full
    }

    private(set) var sessions: [SessionScheduled] = []
    private(set) var groupMinutes: [ClientID: Int] = [:]
    /// The days on which each client comes to a group.
    private(set) var groupDays: [ClientID: Set<LocalDate>] = [:]
    private let roster: Roster
    private var occupied: [Resource: [Range<Int>]] = [:]
    /// Who arrives in an hour, and for how many sessions.
    private var arrivals: [Int: [ClientID: Int]] = [:]
    /// What the therapy of a session asks of its clients, by the session's place.
    private var terms: [Int: SessionOffered] = [:]

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

    /// Gives a session to a therapy, and takes those out of it whom it is not for.
    mutating func offer(_ offered: OfferedSession, on terms: SessionOffered, at index: Int) {
        sessions[index].therapy = offered.therapy
        sessions[index].offering = offered.offering
        sessions[index].capacity = min(
            sessions[index].capacity, terms.most ?? sessions[index].capacity)
        require(terms, at: index)
        let out = sessions[index].clients.filter {
            roster.bar($0, from: terms, on: sessions[index].start.date) != nil
        }
        for client in out { unseat(client, at: index) }
    }

    /// Has a session's therapy ask what it asks of whoever is seated from now on.
    mutating func require(_ terms: SessionOffered, at index: Int) {
        guard terms.consent != nil || !(terms.notFor ?? []).isEmpty else { return }
        self.terms[index] = terms
    }

    mutating func seat(_ client: ClientID, at index: Int) {
        sessions[index].clients.append(client)
        occupy(client, with: sessions[index])
    }

    private mutating func unseat(_ client: ClientID, at index: Int) {
        let session = sessions[index]
        sessions[index].clients.removeAll { $0 == client }
        if let place = occupied[.client(client)]?.firstIndex(of: session.span) {
            occupied[.client(client)]?.remove(at: place)
        }
        let left = (arrivals[session.arrival]?[client] ?? 1) - 1
        arrivals[session.arrival]?[client] = left > 0 ? left : nil
        groupMinutes[client, default: 0] -= session.minutes
        let day = session.start.date
        let comes = sessions.contains {
            $0.group != nil && $0.start.date == day && $0.clients.contains(client)
        }
        if !comes { groupDays[client]?.remove(day) }
    }

    func isFree(_ resource: Resource, during span: Range<Int>) -> Bool {
        occupied[resource]?.allSatisfy { !$0.overlaps(span) } ?? true
    }

    /// The session's client, if any, whom `client` must not meet on arriving in that hour.
    func forbiddenPartner(of client: ClientID, arriving hour: Int) -> ClientID? {
        guard let partners = roster.forbidden[client], !partners.isEmpty,
            let present = arrivals[hour]
        else { return nil }
        return partners.filter { present[$0] != nil }.min()
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
        switch terms[index].flatMap({ roster.bar(client, from: $0, on: session.start.date) }) {
        case .consent(let purpose)?: return .consent(purpose)
        case .notFor(let kind)?: return .notFor(kind)
        case nil: break
        }
        return session.clients.count < session.capacity ? nil : .full
    }

    private mutating func occupy(_ client: ClientID, with session: SessionScheduled) {
        occupied[.client(client), default: []].append(session.span)
        arrivals[session.arrival, default: [:]][client, default: 0] += 1
        guard session.group != nil else { return }
        groupMinutes[client, default: 0] += session.minutes
        groupDays[client, default: []].insert(session.start.date)
    }
}
