import AftercareCore
import AssessmentCore
import Messages
import PeerGroupsCore
import SchedulerCore
import TestKit
import TreatmentCore

/// The five clinical cores of a small clinic, which tell each other what they decide.
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

    /// Monday, 2026-11-23, at eight o'clock in Chicago; Thursday of that week is closed.
    init() throws {
        let start = LocalDateTime(
            date: CoreDesk<Intake>.start, time: TimeOfDay(minutes: 8 * 60))
        guard let now = Moment(start, timeZone: Clinic.small.timeZone) else {
            throw NotYetKnown("time zone")
        }
        moment = CareMoment(now: now, clinic: .small)
        try tell(
            Fact(
                id: "day-0", owner: .supervisor, event: DayBegan(date: now.today), time: now.utc))
    }

    mutating func give(_ command: any Command, by actor: Actor, to receiver: Identity) throws {
        let index = try index(of: receiver)
        let facts = try seats[index].decide(command, by: actor, moment)
        try spread(facts)
    }

    mutating func retract(_ fact: Fact) throws {
        let index = try index(of: fact.owner)
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
        try seats[index(of: Question.receiver)].view(query, moment)
    }

    func ask<Question: Query>(_ query: Question) throws -> Question.View? {
        try seats[index(of: Question.receiver)].ask(query, moment)
    }

    /// What stands of an owner's history.
    func facts(of owner: Identity) throws -> [Fact] {
        let journal = try seats[index(of: owner)].journal.filter { $0.owner == owner }
        let wrong = Set(journal.compactMap { ($0.event as? EnteredInError)?.event })
        return journal.filter { !wrong.contains($0.id) }
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
        for index in seats.indices { made += try seats[index].take(fact, moment) }
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
                    queue += try seats[index].take(fact, moment)
                }
            }
            for index in seats.indices { queue += seats[index].conclude(moment) }
            if queue.isEmpty { return }
        }
    }
}
