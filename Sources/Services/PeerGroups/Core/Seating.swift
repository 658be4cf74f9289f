package import Messages

/// Who sits in which peer group, who waits for a seat, and who must not meet whom.
///
/// A client of a phase needs a seat in a group of that phase. Until there is one, the client is on
/// the waiting list and keeps the seat of an earlier phase, if any.
package struct Seating: Core, Equatable {
    var people: [ClientID: SeatNeeds] = [:]
    var stays: [ClientID: Stay] = [:]
    var groups: [GroupID: GroupFormed] = [:]
    var seats: [ClientID: Seat] = [:]
    /// How many sit in each group: ``seats``, counted.
    private(set) var sizes: [GroupID: Int] = [:]
    /// What each waiting client was last told.
    var announced: [ClientID: MemberWaitlisted] = [:]
    /// The do-not-pair rules that stand, each by its event.
    private(set) var rules: [Pair: MessageID] = [:]
    /// Seats taken so far: it tells who joined later.
    private var joins = 0

    package init() {}

    package typealias Contract = PeerGroupsContract

    package mutating func apply(_ fact: Fact) {
        switch fact.event {
        case let event as ClientRegistered:
            people[event.client] = SeatNeeds(
                ages: event.ages, language: event.language, commitments: event.commitments)
        case let event as CommitmentsChanged:
            people[event.client]?.commitments = event.commitments
        case let event as EnrollmentOpened:
            stays[event.client] = Stay(
                enrollment: event.enrollment, phase: event.phase, since: fact.time)
        case let event as PhaseChanged where isOpen(event.enrollment, of: event.client):
            stays[event.client]?.phase = event.to
        case let event as EnrollmentClosed where isOpen(event.enrollment, of: event.client):
            stays[event.client] = nil
            announced[event.client] = nil
        default: applyOwn(fact)
        }
    }

    private mutating func applyOwn(_ fact: Fact) {
        switch fact.event {
        case let event as GroupFormed: groups[event.group] = event
        case let event as GroupClosed: groups[event.group] = nil
        case let event as MemberJoined:
            joins += 1
            free(event.client)
            seats[event.client] = Seat(group: event.group, number: joins)
            sizes[event.group, default: 0] += 1
            announced[event.client] = nil
        case let event as MemberLeft where seats[event.client]?.group == event.group:
            free(event.client)
            announced[event.client] = nil
        case let event as MemberWaitlisted: announced[event.client] = event
        case let event as PairingForbidden: rules[Pair(event.first, event.second)] = fact.id
        case let event as PairingAllowed: rules[Pair(event.first, event.second)] = nil
        default: break
        }
    }

    private mutating func free(_ client: ClientID) {
        guard let seat = seats.removeValue(forKey: client) else { return }
        sizes[seat.group, default: 0] -= 1
    }

    private func isOpen(_ enrollment: EnrollmentID, of client: ClientID) -> Bool {
        stays[client]?.enrollment == enrollment
    }
}
