internal import Messages

/// Whether an offering can be held in a group's session: whoever leads it has the role, the room what
/// it needs, and enough of those who are expected may take part, and not too many.
///
/// It looks at a timetable in which the members are seated and no session is a therapy's yet.
struct OfferingJudge {
    let timetable: Timetable
    private let roster: Roster
    private let planned: PlannedWeek
    private let staff: [StaffID: Clinic.Staff]
    private let rooms: [RoomID: Clinic.Room]

    init(_ known: WeekPlanner.Knowledge, _ timetable: Timetable) {
        self.timetable = timetable
        roster = known.roster
        planned = known.planned
        staff = Dictionary(known.clinic.staff.map { ($0.id, $0) }) { first, _ in first }
        rooms = Dictionary(known.clinic.rooms.map { ($0.id, $0) }) { first, _ in first }
    }

    /// What stands in the way; none where it can be held, perhaps without some of the clients. Of a
    /// session that is not open, none.
    func hindrances(of offer: SessionOffered, in slot: Slot) -> [Hindrance] {
        guard let index = slot.openIndex else { return [] }
        let session = timetable.sessions[index]
        var found: [Hindrance] = []
        let leader = leader(of: session)
        if let role = offer.credential, !(staff[leader]?.mayLead(role) ?? false) {
            found.append(.credential(role, leader: leader))
        }
        let missing = rooms[session.room]?.lacks(offer.room) ?? []
        if !missing.isEmpty { found.append(.room(missing, of: session.room)) }
        return found + hindrances(of: offer, by: session.clients, on: session.start.date)
    }

    /// Whom an offering is not for, of some clients on a day: a hindrance for each reason.
    func barred(_ clients: [ClientID], from offer: SessionOffered, on day: LocalDate)
        -> [Hindrance]
    {
        guard offer.consent != nil || !(offer.notFor ?? []).isEmpty else { return [] }
        var out: [(bar: OfferingBar, clients: [ClientID])] = []
        for client in clients {
            guard let bar = roster.bar(client, from: offer, on: day) else { continue }
            if let place = out.firstIndex(where: { $0.bar == bar }) {
                out[place].clients.append(client)
            } else {
                out.append((bar, [client]))
            }
        }
        return out.map { .barred($0.bar, $0.clients.sorted()) }
    }

    private func hindrances(of offer: SessionOffered, by clients: [ClientID], on day: LocalDate)
        -> [Hindrance]
    {
        let barred = barred(clients, from: offer, on: day)
        let away = barred.reduce(0) { $0 + ($1.clients?.count ?? 0) }
        let coming = clients.count - away
        if let least = offer.least, coming < least {
            return [.tooFew(coming, of: least)] + barred
        }
        if let most = offer.most, coming > most { return [.tooMany(coming, for: most)] + barred }
        // A group is not emptied for the sake of a therapy.
        if coming < away { return [.mostStayAway(away, of: clients.count)] + barred }
        return []
    }

    private func leader(of session: SessionScheduled) -> StaffID {
        guard planned.sessions[session.session]?.clinician == session.clinician else {
            return session.clinician
        }
        return planned.covers[session.session] ?? session.clinician
    }
}
