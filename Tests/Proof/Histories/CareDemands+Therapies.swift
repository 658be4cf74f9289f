import Messages
import TestKit

/// What a therapy asks of people, what a change of its sessions asks, and what a rate of overrides
/// asks.
extension CareDemands {
    func therapies() throws -> [Demand] {
        try world.therapies.flatMap(asks) + toldChanges()
    }

    /// What a therapy asked for, until somebody did it, took it over, or the client left.
    private func asks(of therapy: Identity) throws -> [Demand] {
        let taken = try takenOver()
        var open: [ClientID: [String: Demand]] = [:]
        func ask(_ client: ClientID, _ name: String, _ kind: DutyKind, _ why: String) {
            guard open[client]?[name] == nil else { return }
            open[client, default: [:]][name] = Demand(
                kinds: [kind], client: client, about: name, why: why)
        }
        for fact in try world.facts(of: therapy) where !taken.contains(fact.id) {
            switch fact.event {
            case let event as DutyAsked: ask(event.client, event.name, .flag, "it was asked for")
            case let event as ReviewProposed:
                ask(event.client, "propose-review", .flag, "a review was proposed")
            case let event as StepUpProposed:
                ask(event.client, "propose-step-up", .flag, "a step up was proposed")
            case let event as AlertRaised:
                ask(event.client, event.sign, .acknowledgeAlert, "nobody took the alert over")
            case let event as DutyEnded: open[event.client]?[event.name] = nil
            default: break
            }
        }
        return open.sorted { $0.key < $1.key }.flatMap { _, asks in
            asks.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// The alerts that assessment made its own, and the proposals that the scheduler did.
    private func takenOver() throws -> Set<MessageID> {
        let dangers = try world.facts(of: .assessment).filter {
            $0.event is ConcernOpened || $0.event is ConcernRaised
        }
        let proposals = try world.facts(of: .scheduler).compactMap {
            ($0.event as? ProposalTaken)?.proposal
        }
        return Set(dangers.compactMap(\.cause) + proposals)
    }

    /// Sessions to come that lost their therapy to a rule, and clients who had to leave one.
    private func toldChanges() throws -> [Demand] {
        var calendar = TherapyCalendar()
        for fact in try world.facts(of: .scheduler) { calendar.take(fact.event) }
        let enrolled = Set(stays.map(\.client))
        return calendar.changes.flatMap { change -> [Demand] in
            guard now.local < change.session.start else { return [] }
            let name = change.session.session.text
            let lost = change.lost.map { therapy in
                Demand(kinds: [.tellChange], about: name, why: "\(therapy) is not held in it")
            }
            let left = change.left.filter(enrolled.contains).map { client in
                Demand(
                    kinds: [.tellChange], client: client, about: name,
                    why: "the client had to leave it")
            }
            return [lost].compactMap(\.self) + left
        }
    }

    /// A rate of overrides outside the limits at which nobody has looked: at most 25 and at least 2
    /// percent of the newest 200 decisions, of 30 at the least.
    func overrides() throws -> [Demand] {
        var decided: [StaffID: [Bool]] = [:]
        var waiting: Set<StaffID> = []
        // Once somebody has looked it is told again only later: when is not plain from the rate alone.
        var looked: Set<StaffID> = []
        for fact in try world.facts(of: .assessment) {
            if fact.event is OverridesReviewed { (looked, waiting) = (looked.union(waiting), []) }
            guard let event = fact.event as? PlacementConfirmed, let rater = fact.actor?.staff
            else { continue }
            let isOther = event.placed != event.indicated && event.reasonCode != .notAvailable
            decided[rater] = (decided[rater, default: []] + [isOther]).suffix(200)
            let (count, all) = (
                decided[rater, default: []].count { $0 }, decided[rater]?.count ?? 0
            )
            let isOutside = 30 <= all && (count * 100 < 2 * all || 25 * all < count * 100)
            if isOutside, !looked.contains(rater) { waiting.insert(rater) }
            if !isOutside {
                waiting.remove(rater)
                looked.remove(rater)
            }
        }
        guard !waiting.isEmpty else { return [] }
        return [
            Demand(
                kinds: [.reviewOverrides], about: "overrides", why: "a rate is outside 2 to 25 %")
        ]
    }
}

/// The sessions of weeks that are planned, and what of them is not as it was when they were planned or
/// when their clients were told last.
private struct TherapyCalendar {
    struct Change {
        var session: SessionScheduled
        /// The therapy that it was planned with and has not, for a rule that keeps it out.
        var lost: String?
        /// Who was in it, and is kept out by a rule.
        var left: [ClientID]
    }

    private var planned: Set<LocalDate> = []
    private var sessions: [SessionID: SessionScheduled] = [:]
    /// What each had before the first change that nobody was told of.
    private var before: [SessionID: SessionScheduled] = [:]
    private var gone: [SessionID: Set<ClientID>] = [:]
    private var words: [String: OfferingUnplaced] = [:]

    /// What of a rule somebody is told: not that a therapy stopped, or had no turn.
    private static let rules: Set<Hindrance.Kind> = [
        .tooFew, .tooMany, .mostStayAway, .credential, .room, .consent, .notFor,
    ]

    mutating func take(_ event: any Event) {
        switch event {
        case let event as WeekPlanned: planned.insert(event.week)
        case let event as SessionScheduled: schedule(event)
        case let event as SessionCancelled:
            sessions[event.session] = nil
            forget(event.session)
        case let event as SessionTold: forget(event.session)
        case let event as OfferingUnplaced:
            words[Self.name(event.week, event.group, event.therapy, event.offering)] = event
        default: break
        }
    }

    private mutating func schedule(_ event: SessionScheduled) {
        if let old = sessions[event.session], planned.contains(event.week) {
            before[event.session] = before[event.session] ?? old
            let all = gone[event.session, default: []].union(old.clients)
            gone[event.session] = all.subtracting(event.clients)
            // All is as it was first.
            if gone[event.session]?.isEmpty == true,
                Self.offered(before[event.session]) == Self.offered(event)
            {
                forget(event.session)
            }
        }
        sessions[event.session] = event
    }

    private mutating func forget(_ session: SessionID) {
        (before[session], gone[session]) = (nil, nil)
    }

    var changes: [Change] {
        sessions.values.sorted { $0.session < $1.session }.compactMap { session in
            guard let first = before[session.session] else { return nil }
            let isLost = first.therapy != nil && Self.offered(first) != Self.offered(session)
            let rule = isLost ? word(on: first) : nil
            let isByRule = rule.map { !Self.rules.isDisjoint(with: $0.hindrances.map(\.kind)) }
            let left = gone[session.session, default: []].sorted().filter { client in
                word(on: session)?.hindrances.contains {
                    $0.clients?.contains(client) ?? false
                } ?? false
            }
            return Change(
                session: session, lost: isByRule == true ? first.therapy?.text : nil, left: left)
        }
    }

    private func word(on session: SessionScheduled) -> OfferingUnplaced? {
        guard let group = session.group, let therapy = session.therapy,
            let offering = session.offering
        else { return nil }
        return words[Self.name(session.week, group, therapy, offering)]
    }

    private static func offered(_ session: SessionScheduled?) -> [String?] {
        [session?.therapy?.text, session?.offering]
    }

    private static func name(
        _ week: LocalDate, _ group: GroupID, _ therapy: Identity, _ offering: String
    ) -> String { "\(week) \(group) \(therapy) \(offering)" }
}
