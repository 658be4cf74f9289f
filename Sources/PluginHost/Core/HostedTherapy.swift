package import Messages
package import TherapyContract

/// A therapy as its host keeps it: what it offers, how far each client is in its curriculum, what is
/// to be practised, what it asked people to do.
///
/// It holds what the contract alone can say, so that all of this stands while the therapy's program
/// does not run, or is none. What the program itself remembers is the program's.
package struct HostedTherapy: Core {
    package typealias Contract = HostedContract
    /// 2: who has taken over what the therapy asks for, and its settings. 3: what is to be practised
    /// ends with a stay. 4: another content is told again what one before it failed on.
    package static var foldVersion: Int { 4 }

    /// What the therapy declares; `nil` for none, which offers nothing and takes nothing.
    package let contract: PluginContract?
    /// The hash of its folder, as it was approved.
    package let hash: String

    /// Where its program stands.
    package private(set) var standing = TherapyStanding()
    /// What the catalog says that it offers.
    var offered: [String: SessionOffered] = [:]
    /// Every session: those that are this therapy's with their place in it.
    var sessions: [SessionID: HeldSession?] = [:]
    /// Every client that it may have heard of.
    var clients: Set<ClientID> = []
    var courses: [ClientID: ClientCourse] = [:]
    /// What followed from each fact, so that it is taken back with it.
    var followed: [MessageID: [FollowedEvent]] = [:]
    var duties = DutyBook()

    package init() { self.init(contract: nil, hash: "") }

    /// - Parameters:
    ///   - hash: the hash of its folder, as it was approved.
    package init(contract: PluginContract?, hash: String) {
        self.contract = contract
        self.hash = hash
    }

    package mutating func apply(_ fact: Fact) {
        duties.apply(fact.event)
        duties.away.fold(fact)
        note(clientOf: fact.event)
        if fact.owner == contract?.id { applyOwn(fact) }
        switch fact.event {
        case let session as SessionScheduled: hold(session)
        case let module as ModuleCompleted:
            courses[module.client, default: ClientCourse()]
                .finish(module.module, on: day(of: module.session) ?? fact.time.dayInUTC)
        case let practice as PracticeAssigned:
            courses[practice.client, default: ClientCourse()].assign(practice)
        case let report as PracticeReported:
            courses[report.client, default: ClientCourse()].report(report)
        case let told as any DangerTold: fact.cause.map { courses[told.client]?.passOn($0) }
        case let taken as ProposalTaken: courses[taken.client]?.passOn(taken.proposal)
        case let end as EnrollmentClosed: courses[end.client]?.endPractice()
        case let end as FollowUpClosed where end.ending.isGoodbye:
            courses[end.client]?.endPractice()
        case let offer as SessionOffered: offered[offer.offering] = offer
        case let offer as OfferingWithdrawn: offered[offer.offering] = nil
        default: break
        }
    }

    /// What its own streams say of the therapy itself, and of what it asks people to do.
    private mutating func applyOwn(_ fact: Fact) {
        standing.apply(fact)
        if let correction = fact.event as? EnteredInError { forget(correction.event) }
        if let ask = Ask(fact) { courses[ask.client, default: ClientCourse()].open(ask) }
        switch fact.event {
        case let end as DutyEnded:
            courses[end.client, default: ClientCourse()].close(end.name, how: end.how)
        case let closed as DutyClosed:
            if let client = closed.client { courses[client]?.settle(duties.open.values) }
        default: break
        }
        // What a person had recorded follows from that person's word.
        guard let cause = fact.cause, fact.actor == nil, fact.event.isFollowing else { return }
        followed[cause, default: []].append(FollowedEvent(fact))
    }

    private mutating func forget(_ event: MessageID) {
        followed[event] = nil
        for (cause, events) in followed where events.contains(where: { $0.event == event }) {
            let rest = events.filter { $0.event != event }
            followed[cause] = rest.isEmpty ? nil : rest
        }
    }

    /// Takes in that there is a client, for who has no registration to tell.
    package mutating func meet(_ client: ClientID) { clients.insert(client) }

    private mutating func note(clientOf event: any Event) {
        if let about = event as? any AboutClient { clients.insert(about.client) }
        if let session = event as? SessionScheduled { clients.formUnion(session.clients) }
    }

    private mutating func hold(_ session: SessionScheduled) {
        guard session.therapy == contract?.id, let offering = session.offering else {
            sessions[session.session] = .some(nil)
            return
        }
        sessions[session.session] = HeldSession(offering: offering, day: session.start.date)
    }

    private func day(of session: SessionID?) -> LocalDate? {
        session.flatMap { sessions[$0] ?? nil }?.day
    }
}

/// Where a session of a therapy stands in it.
struct HeldSession: Hashable, Sendable, Codable {
    /// The therapy's own name for it.
    var offering: String
    var day: LocalDate
}

/// An own event that followed from a fact.
struct FollowedEvent: Hashable, Sendable, Codable {
    var event: MessageID
    var type: String
    var client: ClientID?

    init(_ fact: Fact) {
        event = fact.id
        type = Swift.type(of: fact.event).type(by: fact.owner)
        client = fact.event.subject.map { ClientID($0) }
    }
}

extension Event {
    /// Whether it is one of those that a therapy decides upon a fact.
    fileprivate var isFollowing: Bool {
        let kind = Swift.type(of: self)
        return (MessageCatalog.pluginEvents + MessageCatalog.actEvents).contains { $0 == kind }
            && kind.entity != SessionOffered.entity
    }
}
