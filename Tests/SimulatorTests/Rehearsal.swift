import Histories
import Messages
import PluginHostCore
import TherapyContract

@testable import SimulatorCore

/// All cores together in one thread, in a fixed order: no bus, no files, no clock but the one that
/// the test strikes.
struct Rehearsal {
    /// A service with its core and the facts that made its state.
    private struct Participant {
        let identity: Identity
        let fresh: any Core
        var core: any Core
        var reads: [any Event.Type]
        var folded: [Fact] = []
        /// Facts that refer to something which another stream has not brought yet.
        var waiting: [Fact] = []

        func listens(to fact: Fact) -> Bool {
            fact.event is EnteredInError
                || reads.contains { $0 == type(of: fact.event) }
        }

        init(_ identity: Identity, _ core: any Core, reads: [any Event.Type]) {
            (self.identity, fresh, self.core, self.reads) = (identity, core, core, reads)
        }
    }

    /// A command that a service refused.
    struct Refused: Hashable, Comparable, CustomStringConvertible {
        let command: String
        let problem: String
        let time: String
        var description: String { "\(time) \(command): \(problem)" }
        static func < (left: Self, right: Self) -> Bool { left.description < right.description }
    }

    let clinic: Clinic
    private let clinicDigest: String
    private var participants: [Participant]
    private var queue: [Fact] = []
    private var commands: [(id: MessageID, command: any Command, actor: Actor)] = []
    private var told: [(id: MessageID, order: TherapyOrder)] = []
    private(set) var facts: [Fact] = []
    /// What may still be asked of people, by what has ended.
    private(set) var ends = CareEnds()
    private(set) var sent: [(command: any Command, actor: Actor, moment: Moment)] = []
    private(set) var refused: [Refused] = []
    private(set) var parked: [String] = []
    private(set) var now: Moment
    private(set) var mostInOneHour = 0
    private var messages = 0

    init(_ cores: [(Identity, any Core)], clinic: Clinic, start: Moment) {
        self.clinic = clinic
        clinicDigest = clinic.planDigest
        participants = cores.map { Participant($0.0, $0.1, reads: type(of: $0.1).reads) }
        now = start
    }

    /// Approves a therapy without a program; the others do not run here.
    mutating func approve(_ contract: PluginContract) throws {
        let approved = PluginApproved(
            plugin: contract.id, version: contract.version, hash: "hash", by: nil,
            contract: try JSONText.decode(JSONFragment.self, from: try JSONText.encode(contract)),
            unconfined: false)
        let host = HostedTherapy(contract: contract, hash: "hash")
        participants.append(Participant(contract.id, host, reads: contract.hostReads))
        queue.append(Fact(id: nextID(), owner: .supervisor, event: approved, time: now.utc))
        record(
            Decision([ContractTaken(version: contract.version, hash: "hash")]),
            at: participants.count - 1, actor: nil, cause: "approved")
    }

    /// The simulator's core as it stands.
    var cohort: Cohort? { core(.simulator) as? Cohort }
    func core(_ identity: Identity) -> (any Core)? {
        participants.first { $0.identity == identity }?.core
    }
    func history(of identity: Identity) -> [Fact] {
        participants.first { $0.identity == identity }?.folded ?? []
    }

    /// A whole view of a service, as it stands.
    func view<Question: PagedQuery>(_ query: Question) throws -> [Question.Item] {
        try core(Question.receiver)?.answer(query, in: context()) as? [Question.Item] ?? []
    }

    /// What a service answers, as it stands.
    func ask<Question: Query>(_ query: Question) throws -> Question.View? {
        try core(Question.receiver)?.answer(query, in: context()) as? Question.View
    }

    /// Strikes each hour of some days, waiting after each until nobody has anything to do.
    mutating func run(days: Int, from firstDay: Int = 0, visit: (Rehearsal) -> Void = { _ in }) {
        for day in firstDay..<(firstDay + days) {
            for hour in 0...23 {
                let moment = SmallClinic.moment(day: day, hour: hour)
                // The hour that a change of the clock leaves out.
                guard moment.local.time.minutes == hour * 60 else { continue }
                now = moment
                if hour == 0 { strike(DayBegan(date: moment.today)) }
                let before = sent.count
                strike(HourBegan(moment: moment))
                mostInOneHour = max(mostInOneHour, sent.count - before)
                visit(self)
            }
        }
    }

    private mutating func strike(_ event: any Event) {
        queue.append(Fact(id: nextID(), owner: .supervisor, event: event, time: now.utc))
        while !queue.isEmpty || !commands.isEmpty || !told.isEmpty || concludes() {
            if !queue.isEmpty {
                deliver(queue.removeFirst())
            } else if !commands.isEmpty {
                let next = commands.removeFirst()
                decide(next.command, by: next.actor, cause: next.id)
            } else if !told.isEmpty {
                let next = told.removeFirst()
                tell(next.order, cause: next.id)
            }
        }
    }

    /// Lets each core conclude once nothing is left to decide on; `false` if nothing followed.
    private mutating func concludes() -> Bool {
        for index in participants.indices {
            var context = context()
            let conclusion = participants[index].core.conclude(in: &context)
            record(Decision(conclusion), at: index, actor: nil, cause: "conclusion")
        }
        return !queue.isEmpty
    }

    private mutating func nextID() -> MessageID {
        messages += 1
        return MessageID("m-\(messages)")
    }

    private func context() -> Context {
        Context(
            now: now, clinic: clinic,
            identifiers: IdentifierSource(high: 1, low: UInt64(messages), time: now.utc),
            clinicDigest: clinicDigest, isRehearsal: true)
    }

    private mutating func deliver(_ fact: Fact) {
        facts.append(fact)
        ends.apply(fact)
        for index in participants.indices where participants[index].identity != fact.owner {
            guard participants[index].listens(to: fact) else { continue }
            take(fact, at: index)
        }
        for index in participants.indices {
            let waiting = participants[index].waiting
            participants[index].waiting = []
            for fact in waiting { take(fact, at: index) }
        }
    }

    private mutating func take(_ fact: Fact, at index: Int) {
        if let correction = fact.event as? EnteredInError {
            refold(index, without: correction.event)
        }
        let before = participants[index].core
        let isClock = fact.event is HourBegan || fact.event is DayBegan
        if !isClock { participants[index].core.apply(fact) }
        var context = context()
        do {
            let decision = try participants[index].core.react(to: fact, in: &context)
            if !isClock { participants[index].folded.append(fact) }
            record(decision, at: index, actor: nil, cause: fact.id)
        } catch is NotYetKnown {
            participants[index].core = before
            participants[index].waiting.append(fact)
        } catch {
            participants[index].core = before
            parked.append("\(participants[index].identity) \(type(of: fact.event)): \(error)")
        }
    }

    private mutating func refold(_ index: Int, without event: MessageID) {
        participants[index].folded.removeAll { $0.id == event }
        participants[index].core = participants[index].fresh
        for fact in participants[index].folded { participants[index].core.apply(fact) }
    }

    private mutating func record(
        _ decision: Decision, at index: Int, actor: Actor?, cause: MessageID
    ) {
        for event in decision.events {
            let fact = Fact(
                id: nextID(), owner: participants[index].identity, event: event, time: now.utc,
                actor: actor, cause: cause)
            participants[index].core.apply(fact)
            participants[index].folded.append(fact)
            queue.append(fact)
        }
        for order in decision.commands {
            sent.append((order.command, order.actor, now))
            commands.append((nextID(), order.command, order.actor))
        }
        for order in decision.told { told.append((nextID(), order)) }
    }

    private mutating func tell(_ order: TherapyOrder, cause: MessageID) {
        guard let index = participants.firstIndex(where: { $0.identity == order.therapy }) else {
            return refuse(order.command, "There is no \(order.therapy).")
        }
        guard isAllowed(order.actor, type(of: order.command).roles) else {
            return refuse(order.command, "\(order.actor.staff) may not act.")
        }
        var context = context()
        do {
            let decision = try participants[index].core.decide(
                order.command, by: order.actor, in: &context)
            record(decision, at: index, actor: order.actor, cause: cause)
        } catch {
            refuse(order.command, "\(error)")
        }
    }

    private mutating func decide(_ command: any Command, by actor: Actor, cause: MessageID) {
        let receiver = type(of: command).receiver
        guard let index = participants.firstIndex(where: { $0.identity == receiver }) else {
            return refuse(command, "There is no \(receiver).")
        }
        guard isAllowed(actor, type(of: command).roles) else {
            return refuse(command, "\(actor.staff) may not act as \(actor.role).")
        }
        var context = context()
        do {
            if let retract = command as? any RetractCommand {
                try retraction(retract.retraction, at: index, actor: actor, cause: cause)
            } else {
                let decision = try participants[index].core.decide(command, by: actor, in: &context)
                record(decision, at: index, actor: actor, cause: cause)
            }
        } catch {
            refuse(command, "\(error)")
        }
    }

    private mutating func retraction(
        _ retraction: Retraction, at index: Int, actor: Actor, cause: MessageID
    ) throws {
        let owner = participants[index].identity
        guard let wrong = facts.first(where: { $0.id == retraction.event && $0.owner == owner })
        else { throw Refusal("No such event.", remedy: "Check the id.") }
        try participants[index].core.permitRetraction(of: wrong)
        refold(index, without: wrong.id)
        let client = wrong.event.subject.map { ClientID($0) }
        let correction = EnteredInError(
            event: wrong.id, type: type(of: wrong.event).localType, client: client,
            reason: retraction.reason)
        let fact = Fact(
            id: nextID(), owner: owner, event: correction, time: now.utc, actor: actor,
            cause: cause)
        queue.append(fact)
        var context = context()
        let decision = try participants[index].core.react(to: fact, in: &context)
        record(decision, at: index, actor: nil, cause: fact.id)
    }

    private func isAllowed(_ actor: Actor, _ roles: Set<Role>) -> Bool {
        roles.contains(actor.role)
            && clinic.staff.contains { $0.id == actor.staff && $0.roles.contains(actor.role) }
    }

    private mutating func refuse(_ command: any Message, _ problem: String) {
        refused.append(
            Refused(
                command: "\(type(of: command)) \(command.subject ?? "")", problem: problem,
                time: now.local.description))
    }
}
