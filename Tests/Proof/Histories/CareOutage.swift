import Messages
import TestKit

/// What somebody does not hear for a while: nothing at all, or nothing of one other.
struct CareOutage {
    /// Whose place, and who it is.
    let seat: Int
    let service: Identity
    /// Whom it does not hear; `nil` where it is down, and answers nobody either.
    let deafTo: Identity?
    /// What it has missed, with the hour then.
    var missed: [(fact: Fact, now: Moment)] = []

    init(of seat: Int, _ service: Identity, deafTo owner: Identity?) {
        (self.seat, self.service, deafTo) = (seat, service, owner)
    }

    var isDown: Bool { deafTo == nil }

    func misses(_ fact: Fact, at seat: Int) -> Bool {
        self.seat == seat && (deafTo == nil || deafTo == fact.owner)
    }

    /// What it has missed as a reader may bring it: each stream in order, and of two streams first
    /// the one or the other. No hour comes before a fact of before it; in a live clinic, where no fact
    /// waits for an hour, the hours may come last.
    func inOrder(isRehearsal: Bool, _ dice: inout SeededGenerator) -> [(fact: Fact, now: Moment)] {
        var (order, run) = ([(fact: Fact, now: Moment)](), [(fact: Fact, now: Moment)]())
        var hours: [(fact: Fact, now: Moment)] = []
        for missed in missed {
            guard missed.fact.owner == .supervisor else {
                run.append(missed)
                continue
            }
            guard isRehearsal else {
                hours.append(missed)
                continue
            }
            order += CareOutage.mixed(run, &dice) + [missed]
            run = []
        }
        return order + CareOutage.mixed(run, &dice) + hours
    }

    /// The same facts, stream by stream in order, and the streams as chance has it.
    private static func mixed(
        _ facts: [(fact: Fact, now: Moment)], _ dice: inout SeededGenerator
    ) -> [(fact: Fact, now: Moment)] {
        var streams: [[(fact: Fact, now: Moment)]] = []
        var places: [String: Int] = [:]
        for fact in facts {
            let name = "\(fact.fact.owner) \(type(of: fact.fact.event).entity)"
            if let place = places[name] {
                streams[place].append(fact)
            } else {
                places[name] = streams.count
                streams.append([fact])
            }
        }
        var mixed: [(fact: Fact, now: Moment)] = []
        while !streams.isEmpty {
            let place = dice.below(streams.count)
            mixed.append(streams[place].removeFirst())
            if streams[place].isEmpty { streams.remove(at: place) }
        }
        return mixed
    }
}

/// Services that stop, and that hear late.
extension CareStory {
    /// A service is down for a while, or hears nothing of another.
    mutating func breakOff() throws -> String {
        let all: [Identity] = [
            .assessment, .scheduler, .peerGroups, .treatment, .aftercare, CareTherapy.id,
        ]
        let service = all[dice.below(all.count)]
        let other = all[dice.below(all.count)]
        // Half of them last for hours or days in which nothing else happens.
        let hours = dice.below(2) == 0 ? 0 : 1 + dice.below(72)
        let isDown = dice.below(2) == 0 || other == service
        try world.breakOff(service, deafTo: isDown ? nil : other)
        try world.wait(hours: hours)
        return isDown ? "\(service) is down" : "\(service) does not hear \(other)"
    }

    mutating func goOn(after outage: CareOutage) throws -> String {
        let isRehearsal = dice.below(2) == 0
        try world.goOn(isRehearsal: isRehearsal, dice: &dice)
        let how = isRehearsal ? "hour by hour" : "at once"
        return "\(outage.service) takes \(outage.missed.count) facts in, \(how)"
    }

    /// Nobody is away any more: says who was; `nil` for nobody.
    mutating func finish() throws -> String? {
        guard let outage = world.outage else { return nil }
        return try goOn(after: outage)
    }
}
