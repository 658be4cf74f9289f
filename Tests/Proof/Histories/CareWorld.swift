import AftercareCore
import AssessmentCore
import Messages
import PeerGroupsCore
import PluginHostCore
import SchedulerCore
import TestKit
import TherapyContract
import TreatmentCore

/// The five clinical cores of a small clinic and the host of a therapy, which tell each other what
/// they decide. One of them may be down for a while, or hear nothing of another.
struct CareWorld {
    private(set) var seats: [any CareSeat] = [
        CareDesk<Intake>(as: .assessment), CareDesk<Agenda>(as: .scheduler),
        CareDesk<Seating>(as: .peerGroups), CareDesk<Charts>(as: .treatment),
        CareDesk<ContinuingCare>(as: .aftercare),
    ]
    private(set) var moment: CareMoment
    /// The open duties of all, as the ledger would have them.
    private(set) var duties: [Identity: DutyBook] = [:]
    /// What may still be asked of people, by what has ended.
    private(set) var ends = CareEnds()
    /// Who does not hear what now; `nil` while all hear everything.
    private(set) var outage: CareOutage?
    /// When all began to hear everything again; `nil` where they always did.
    private(set) var wholeSince: Timestamp?

    /// Monday, 2026-11-23, at eight o'clock in Chicago; Thursday of that week is closed.
    init() throws {
        let start = LocalDateTime(
            date: CoreDesk<Intake>.start, time: TimeOfDay(minutes: 8 * 60))
        guard let now = Moment(start, timeZone: Clinic.small.timeZone) else {
            throw NotYetKnown("time zone")
        }
        moment = CareMoment(now: now, clinic: .small)
        seats.append(try CareTherapy.host())
        try tell(
            Fact(
                id: "day-0", owner: .supervisor, event: DayBegan(date: now.today), time: now.utc))
        let host = try index(of: CareTherapy.id)
        try spread(
            seats[host].note(
                [ContractTaken(version: "1.0", hash: CareTherapy.hash)], upon: nil, moment))
    }

    mutating func give(_ command: any Command, by actor: Actor, to receiver: Identity) throws {
        let index = try running(receiver)
        let facts = try seats[index].decide(command, by: actor, moment)
        try spread(facts)
    }

    /// Somebody tells the therapy something.
    mutating func tell(_ command: any TherapyCommand, by actor: Actor) throws {
        let index = try running(CareTherapy.id)
        try spread(seats[index].decide(command, by: actor, moment))
    }

    /// The therapy's program asks for something, upon the last that its host heard of the client.
    mutating func does(_ action: Action, about client: ClientID) throws {
        let index = try running(CareTherapy.id)
        guard let host = seats[index] as? CareDesk<HostedTherapy> else { return }
        let cause = host.journal.last {
            $0.owner != CareTherapy.id && $0.event.subject == client.text
        }
        do {
            let events = try host.core.events(for: [action])
            try spread(seats[index].note(events, upon: cause?.id, moment))
        } catch let fault as ActionFault {
            throw Refusal(fault.advice.problem, remedy: fault.advice.remedy)
        }
    }

    mutating func retract(_ fact: Fact) throws {
        let index = try running(fact.owner)
        let facts = try seats[index].retract(fact, moment)
        try spread(facts)
    }

    /// Somebody changes clinic.yaml, and it is in force.
    mutating func change(_ body: (inout Clinic) -> Void) throws {
        body(&moment.clinic)
        try spread([])
    }

    /// Strikes so many hours, and before a day's first hour the day.
    mutating func wait(hours: Int) throws {
        for _ in 0..<hours {
            let utc = moment.now.utc.advanced(byHours: 1)
            guard let next = Moment(utc, timeZone: moment.clinic.timeZone) else { return }
            if next.today != moment.now.today {
                try tell(
                    Fact(
                        id: MessageID("day-\(next.today)"), owner: .supervisor,
                        event: DayBegan(date: next.today), time: moment.now.utc))
            }
            moment.now = next
            try tell(
                Fact(
                    id: MessageID("hour-\(utc)"), owner: .supervisor,
                    event: HourBegan(moment: next), time: utc))
        }
    }

    func view<Question: PagedQuery>(_ query: Question) throws -> [Question.Item] {
        try seats[running(Question.receiver)].view(query, moment)
    }

    func ask<Question: Query>(_ query: Question) throws -> Question.View? {
        try seats[running(Question.receiver)].ask(query, moment)
    }

    /// What stands of an owner's history.
    func facts(of owner: Identity) throws -> [Fact] {
        let journal = try seats[index(of: owner)].journal.filter { $0.owner == owner }
        let wrong = Set(journal.compactMap { ($0.event as? EnteredInError)?.event })
        return journal.filter { !wrong.contains($0.id) }
    }

    // MARK: Outages

    /// A service stops, or hears nothing of another one, until it goes on.
    ///
    /// - Parameter owner: whom it does not hear; `nil` where it is down.
    mutating func breakOff(_ service: Identity, deafTo owner: Identity? = nil) throws {
        outage = CareOutage(of: try index(of: service), service, deafTo: owner)
    }

    /// Whoever was away takes in what it has missed, and all hear everything.
    ///
    /// - Parameter isRehearsal: whether each hour is one that was struck before, as in a rehearsal; in a
    ///   live clinic it is now, and the hours come last.
    mutating func goOn(isRehearsal: Bool, dice: inout SeededGenerator) throws {
        guard let outage else { return }
        (self.outage, wholeSince) = (nil, moment.now.utc)
        if outage.isDown { seats[outage.seat].fold() }
        var made: [Fact] = []
        for missed in outage.inOrder(isRehearsal: isRehearsal, &dice) {
            var then = moment
            if isRehearsal { then.now = missed.now }
            // What an hour finds is what follows from all that came before it.
            if missed.fact.event is HourBegan { made += concluded(outage.seat, then) }
            made += try seats[outage.seat].take(missed.fact, then)
        }
        try spread(made)
    }

    private mutating func concluded(_ seat: Int, _ moment: CareMoment) -> [Fact] {
        var made: [Fact] = []
        while true {
            let more = seats[seat].conclude(moment)
            guard !more.isEmpty else { return made }
            made += more
        }
    }

    /// Hands a fact on, or keeps it for whoever does not hear it.
    private mutating func hand(_ fact: Fact, to seat: Int) throws -> [Fact] {
        if outage?.misses(fact, at: seat) == true {
            outage?.missed.append((fact, moment.now))
            return []
        }
        return try seats[seat].take(fact, moment)
    }

    /// The place of somebody who answers.
    private func running(_ identity: Identity) throws -> Int {
        let index = try index(of: identity)
        guard outage?.isDown != true || outage?.seat != index else {
            throw Refusal("\(identity) is down.", remedy: "Wait until it is ready.")
        }
        return index
    }

    private func index(of identity: Identity) throws -> Int {
        guard let index = seats.firstIndex(where: { $0.identity == identity }) else {
            throw NotYetKnown("\(identity)")
        }
        return index
    }

    /// Everybody hears of it before anybody concludes: 25 conclusions an hour would be most of the
    /// time that a history takes.
    private mutating func tell(_ fact: Fact) throws {
        var made: [Fact] = []
        for index in seats.indices { made += try hand(fact, to: index) }
        try spread(made)
    }

    /// Tells everybody what followed, until nobody has anything to say.
    private mutating func spread(_ first: [Fact]) throws {
        var queue = first
        while true {
            while !queue.isEmpty {
                let fact = queue.removeFirst()
                duties[fact.owner, default: DutyBook()].apply(fact.event)
                ends.apply(fact)
                for index in seats.indices where seats[index].identity != fact.owner {
                    queue += try hand(fact, to: index)
                }
            }
            for index in seats.indices where outage?.isDown != true || outage?.seat != index {
                queue += seats[index].conclude(moment)
            }
            if queue.isEmpty { return }
        }
    }
}
