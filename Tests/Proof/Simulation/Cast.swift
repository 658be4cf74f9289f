internal import Messages

// Cores that are small enough to run thousands of histories, and use all that a peer can do:
// streams that refer to each other, the clock, commands of their own, and what nobody can handle.

/// Registers clients for people.
struct Registrar: Core, Equatable {
    enum Contract: CoreContract {
        static let publishes: [any Event.Type] = [ClientRegistered.self, IdentityRecorded.self]
        static let reads: [any Event.Type] = [HourBegan.self]
    }
    private(set) var registered: [ClientID] = []

    mutating func apply(_ fact: Fact) {
        if let event = fact.event as? ClientRegistered { registered.append(event.client) }
    }

    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        guard let wish = command as? RegisterClient, let client = wish.client else {
            return Decision()
        }
        guard !registered.contains(client) else {
            throw Refusal("The client is registered.", remedy: "Choose another id.")
        }
        return Decision([
            ClientRegistered(
                client: client, ages: .adult, language: "en", commitments: [], owner: "t01"),
            IdentityRecorded(client: client, name: wish.name, contact: wish.contact),
        ])
    }

    func react(to fact: Fact, in context: inout Context) throws -> Decision { Decision() }
    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { "" }
}

/// Enrols at each hour whoever was registered since.
struct Opener: Core, Equatable {
    enum Contract: CoreContract {
        static let publishes: [any Event.Type] = [EnrollmentOpened.self]
        static let reads: [any Event.Type] = [ClientRegistered.self, HourBegan.self]
    }
    private(set) var waiting: [ClientID] = []
    private(set) var enrolled: Set<ClientID> = []

    mutating func apply(_ fact: Fact) {
        switch fact.event {
        case let event as ClientRegistered: waiting.append(event.client)
        case let event as EnrollmentOpened:
            waiting.removeAll { $0 == event.client }
            enrolled.insert(event.client)
        default: break
        }
    }

    func react(to fact: Fact, in context: inout Context) throws -> Decision {
        guard fact.event is HourBegan else { return Decision() }
        return Decision(
            waiting.map { client in
                EnrollmentOpened(
                    client: client, enrollment: EnrollmentID("e-\(client)"), phase: "p1",
                    level: .intensiveOutpatient, ages: .adult, clinician: "t01")
            })
    }

    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    { Decision() }
    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { "" }
}

/// Seats whoever is enrolled and registered; two streams tell it, in any order.
struct Seater: Core, Equatable {
    enum Contract: CoreContract {
        static let publishes: [any Event.Type] = [MemberJoined.self, PairingForbidden.self]
        static let reads: [any Event.Type] = [
            ClientRegistered.self, EnrollmentOpened.self, HourBegan.self,
        ]
    }
    private(set) var registered: Set<ClientID> = []
    private(set) var seated: [ClientID] = []
    private(set) var forbidden: [String] = []

    mutating func apply(_ fact: Fact) {
        switch fact.event {
        case let event as ClientRegistered: registered.insert(event.client)
        case let event as MemberJoined: seated.append(event.client)
        case let event as PairingForbidden: forbidden.append(event.reason)
        default: break
        }
    }

    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        guard let wish = command as? ForbidPairing else { return Decision() }
        return Decision([
            PairingForbidden(first: wish.first, second: wish.second, reason: wish.reason)
        ])
    }

    func react(to fact: Fact, in context: inout Context) throws -> Decision {
        guard let event = fact.event as? EnrollmentOpened else { return Decision() }
        guard registered.contains(event.client) else { throw NotYetKnown("client") }
        guard !event.client.isUnbearable else { throw Unbearable() }
        return Decision([MemberJoined(client: event.client, group: "p1-01", phase: "p1")])
    }

    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { "" }

    struct Unbearable: Error {}
}

/// Asks for a pairing to be forbidden for whoever is seated, and notes what came of it.
struct Caller: Core, Equatable {
    enum Contract: CoreContract {
        static let publishes: [any Event.Type] = [PracticeReported.self]
        static let reads: [any Event.Type] = [MemberJoined.self]
    }
    private(set) var joined: [ClientID] = []
    private(set) var outcomes: [String] = []

    mutating func apply(_ fact: Fact) {
        switch fact.event {
        case let event as MemberJoined: joined.append(event.client)
        case let event as PracticeReported: outcomes.append(event.practice)
        default: break
        }
    }

    func react(to fact: Fact, in context: inout Context) throws -> Decision {
        guard let event = fact.event as? MemberJoined else { return Decision() }
        let wish = ForbidPairing(first: event.client, second: "c-0", reason: "\(event.client)")
        return Decision(commands: [(wish, Actor(staff: "t01", role: .clinician))])
    }

    func receive(_ answer: Answer, to command: MessageID, in context: inout Context) throws
        -> Decision
    {
        let isFinal = answer.refusal?.problem.contains("NOT recorded") != true
        let outcome = isFinal ? answer.outcome.rawValue : "unrecorded"
        return Decision([PracticeReported(client: "c-0", practice: outcome, isDone: true)])
    }

    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    { Decision() }
    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { "" }
}

/// Strikes the clock.
struct Striker: Core, Equatable {
    enum Contract: CoreContract {
        static let publishes: [any Event.Type] = [HourBegan.self]
    }
    private(set) var struck = 0

    mutating func apply(_ fact: Fact) { if fact.event is HourBegan { struck += 1 } }
    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    { Decision() }
    func react(to fact: Fact, in context: inout Context) throws -> Decision { Decision() }
    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { "" }
}

/// Keeps every event of every stream.
struct Archive: Core, Equatable {
    enum Contract: CoreContract {}
    mutating func apply(_ fact: Fact) {}
    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    { Decision() }
    func react(to fact: Fact, in context: inout Context) throws -> Decision { Decision() }
    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { "" }
}

extension ClientID {
    /// Every fifth client is one whose enrolment nobody can handle.
    var isUnbearable: Bool { text.hasSuffix("5") }
}
