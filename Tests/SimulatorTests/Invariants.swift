import Messages

@testable import Histories
@testable import SimulatorCore

extension Rehearsal: CareScene {
    var duties: [Identity: DutyBook] { cohort?.duties ?? [:] }

    func facts(of owner: Identity) -> [Fact] { history(of: owner).filter { $0.owner == owner } }
}

/// What holds at each moment of a rehearsal, whatever its clients and staff do.
struct Invariants {
    private let rehearsal: Rehearsal
    private var now: Moment { rehearsal.now }
    private var clinic: Clinic { rehearsal.clinic }

    init(_ rehearsal: Rehearsal) { self.rehearsal = rehearsal }

    /// Each that is broken, in words.
    var broken: [String] {
        do {
            return try lost() + duties() + sessions() + open.compactMap(rehearsal.ends.fault(of:))
        } catch { return ["A view was refused: \(error)"] }
    }

    /// What the facts ask for and nobody has to do, and what is somebody's duty and is nobody's to do:
    /// judged as in random histories. It looks at all that was ever told.
    var unmet: [String] {
        do { return try CareDemands(of: rehearsal).unmet() } catch {
            return ["A view was refused: \(error)"]
        }
    }

    /// Everybody has a next step.
    private func lost() throws -> [String] {
        let (contacts, stays) = (
            try rehearsal.view(NextContacts()), try rehearsal.view(Enrollments())
        )
        var steps = NextSteps(
            in: clinic, at: now, away: DaysAway(try rehearsal.view(StaffAwayView())))
        for session in try planned() { steps.add(session) }
        for duty in open { steps.add(duty) }
        for stay in stays { steps.add(stay) }
        for contact in contacts { steps.add(contact) }
        let told = Set(try rehearsal.view(ClientsInCare()).map(\.client))
        return steps.lost(of: inCare.union(contacts.map(\.client)).union(stays.map(\.client)))
            .map { "\($0) is lost" }
            // What a director is shown goes by the view: it may leave nobody out.
            + inCare.subtracting(told).sorted().map { "\($0) is in no view of those in care" }
    }

    /// Who is registered and whose contact nobody has ended, by the facts alone.
    private var inCare: Set<ClientID> {
        var clients: Set<ClientID> = []
        for fact in rehearsal.facts {
            switch fact.event {
            case let event as ClientRegistered: clients.insert(event.client)
            case let event as FollowUpClosed where event.ending != .doNotCall:
                clients.remove(event.client)
            case let event as FollowUpAssigned: clients.insert(event.client)
            case let event as EnrollmentOpened: clients.insert(event.client)
            default: break
            }
        }
        return clients
    }

    /// Each duty has somebody of the staff, in a role of theirs, and none is late for a week.
    private func duties() throws -> [String] {
        open.flatMap { duty -> [String] in
            let person = clinic.staff.first { $0.id == duty.person }
            let isHeld = person?.roles.contains(duty.role) ?? false
            let days = now.utc.days(since: duty.firstDue)
            return (isHeld ? [] : ["\(duty.kind) \(duty.duty) is nobody's"])
                + (days > 7 ? ["\(duty.kind) \(duty.duty) is late for \(days) days"] : [])
        }
    }

    /// No session has too many clients, and nobody and nothing is in two at once.
    private func sessions() throws -> [String] {
        var faults: [String] = []
        var taken: [String: [SessionScheduled]] = [:]
        for session in try planned() {
            if session.clients.count > session.capacity {
                faults.append("\(session.session) has \(session.clients.count) clients")
            }
            if clinic.closures.contains(session.start.date) {
                faults.append("\(session.session) is on a closure")
            }
            let holders = [session.clinician.text, session.room.text] + session.clients.map(\.text)
            for holder in holders {
                let others = taken[holder, default: []]
                if let other = others.first(where: {
                    $0.start < session.end && session.start < $0.end
                }) {
                    faults.append("\(holder) is in \(session.session) and \(other.session)")
                }
                taken[holder, default: []].append(session)
            }
        }
        return faults
    }

    private var open: [OpenDuty] {
        rehearsal.cohort?.duties.values.flatMap(\.open.values) ?? []
    }

    private func planned() throws -> [SessionScheduled] {
        let monday = now.today.weekStart
        return try [monday, monday.advanced(by: 7)].flatMap {
            try rehearsal.view(WeekView(week: $0)).sessions
        }
    }
}
