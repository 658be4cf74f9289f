import Messages

/// A core that is small enough to see what its peer does: it seats whoever is enrolled.
struct Desk: Core, Equatable {
    enum Contract: CoreContract {
        static let publishes: [any Event.Type] = [
            MemberJoined.self, MemberLeft.self, PairingForbidden.self, PairingAllowed.self,
        ]
        static let reads: [any Event.Type] = [ClientRegistered.self, EnrollmentOpened.self]
    }

    var registered: Set<ClientID> = []
    var enrolled: [ClientID] = []
    var seated: [ClientID] = []
    var forbidden: [PairingForbidden] = []
    var answers: [String] = []

    mutating func apply(_ fact: Fact) {
        switch fact.event {
        case let event as ClientRegistered: registered.insert(event.client)
        case let event as EnrollmentOpened: enrolled.append(event.client)
        case let event as MemberJoined: seated.append(event.client)
        case let event as MemberLeft: seated.removeAll { $0 == event.client }
        case let event as PairingForbidden: forbidden.append(event)
        case let event as PairingAllowed: answers.append(event.reason)
        default: break
        }
    }

    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        switch command {
        case let wish as ForbidPairing:
            guard wish.reason != "deadly" else { fatalError("as above") }
            guard wish.first != wish.second else {
                throw Refusal("One client is not two.", remedy: "Name two clients.")
            }
            return Decision(
                [PairingForbidden(first: wish.first, second: wish.second, reason: wish.reason)],
                guidance: ["Tell both clinicians."])
        case let wish as AllowPairing:
            guard registered.contains(wish.first) else { throw NotYetKnown("client") }
            return Decision(
                [PairingAllowed(first: wish.first, second: wish.second, reason: wish.reason)])
        default: return Decision()
        }
    }

    func react(to fact: Fact, in context: inout Context) throws -> Decision {
        switch fact.event {
        case let event as EnrollmentOpened:
            guard registered.contains(event.client) else { throw NotYetKnown("client") }
            // What was wrong in clinic.yaml is mended when the clinic's name says so.
            guard event.phase != "unheard-of" || context.clinic.name == "Mended" else {
                throw Slip()
            }
            guard event.phase != "hopeless" else { throw Slip() }
            guard event.phase != "deadly" else {
                fatalError("as a fault in a core ends its process")
            }
            let seat = MemberJoined(client: event.client, group: "p1-01", phase: event.phase)
            guard event.ages == .adolescent else { return Decision([seat]) }
            // Somebody else has to plan for them.
            return Decision(
                [seat],
                commands: [(try PlanWeek.example, Actor(staff: "t01", role: .clinician))],
                told: event.phase == "p2"
                    ? [
                        TherapyOrder(
                            ReportPractice(client: event.client, practice: "sit", isDone: true),
                            to: "calm", by: Actor(staff: "t01", role: .clinician))
                    ] : [])
        case is EnteredInError:
            return Decision(
                seated.filter { !enrolled.contains($0) }.map {
                    MemberLeft(client: $0, group: "p1-01", reason: context.clinic.name)
                })
        default: return Decision()
        }
    }

    func receive(_ answer: Answer, to command: MessageID, in context: inout Context) throws
        -> Decision
    {
        Decision([PairingAllowed(first: "c-1", second: "c-2", reason: answer.outcome.rawValue)])
    }

    func permitRetraction(of fact: Fact) throws {
        guard !(fact.event is MemberJoined) else {
            throw Refusal("A seat is not retracted.", remedy: "Retract the enrolment.")
        }
    }

    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        seated.map(\.text)
    }

    /// What a core may run into: it says nothing that a log may not hold.
    struct Slip: Remediable {
        var advice: Advice { Advice("There is no such phase.", remedy: "Mend clinic.yaml.") }
    }
}
