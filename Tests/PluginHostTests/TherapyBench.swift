internal import Messages
internal import PluginHostCore
internal import TestKit
internal import TherapyContract

/// A therapy's core at work: each fact is applied, and what follows from it too, as in a peer.
struct TherapyBench {
    static let contract = contract(
        teaching: """
            "when": ["attended", "word"],
            "modules": [{"name": "breath", "title": "Breath", "practice": "sit"},
                        {"name": "body", "title": "Body"}]
            """)

    /// A contract without its closing brace.
    private static func contract(teaching curriculum: String) -> String {
        """
        {"contract": 1, "id": "calm", "version": "1.0", "title": "Calm",
         "offerings": [{"name": "group", "title": "Calm group", "kind": "skills",
                        "phases": ["p1"], "minutes": 60, "perWeek": 2},
                       {"name": "alone", "title": "Alone", "format": "individual",
                        "kind": "individual", "phases": ["p1"], "minutes": 60, "perWeek": 1}],
         "curriculum": [{"name": "core", "offering": "group", \(curriculum)}],
         "practice": [{"name": "sit", "title": "Sit", "dueDays": 7}],
         "facts": [{"name": "call", "about": "client",
                    "fields": {"minutes": {"type": "integer", "mark": "open"},
                               "note": {"type": "text", "optional": true}}}],
         "commands": [{"name": "log-call", "records": "call", "roles": ["clinician"]}],
         "acts": ["alert", "propose-review", "duty"]
        """
    }

    /// The therapy's id: what its host publishes is told in its name.
    let therapy: Identity
    private(set) var core: HostedTherapy
    private(set) var facts: [Fact] = []
    private var count = 0
    var hour = 9

    /// - Parameter more: members of the contract behind those that it has.
    init(_ more: String = "") throws { try self.init(of: Self.contract + more + "}") }

    /// - Parameter text: a whole contract.
    init(of text: String) throws {
        let contract = try JSONText.decode(PluginContract.self, from: Array(text.utf8))
        therapy = contract.id
        core = HostedTherapy(contract: contract, hash: "ab12")
    }

    /// One whose curriculum moves by the calendar: modules of one, two and one weeks.
    static func rotating() throws -> TherapyBench {
        let text = contract(
            teaching: """
                "moves": "calendar",
                "modules": [{"name": "one", "title": "One", "practice": "sit"},
                            {"name": "two", "title": "Two", "weeks": 2},
                            {"name": "three", "title": "Three"}]
                """)
        var bench = try TherapyBench(of: text + "}")
        try bench.tell(ContractTaken(version: "1.0", hash: "ab12"))
        return bench
    }

    /// A therapy that was approved, of which the clinic has a session and a client.
    static func running(_ more: String = "") throws -> TherapyBench {
        var bench = try TherapyBench(more)
        try bench.tell(ContractTaken(version: "1.0", hash: "ab12"))
        try bench.tell(session("s-1"), by: .scheduler)
        try bench.tell(session("s-2"), by: .scheduler)
        return bench
    }

    static func session(
        _ id: SessionID, therapy: Identity = "calm", offering: String = "group"
    ) -> SessionScheduled {
        SessionScheduled(
            session: id, week: day, kind: "skills", group: "p1-01", therapy: therapy,
            offering: offering, clinician: "t01", room: "g1",
            start: LocalDateTime(date: day, time: TimeOfDay(minutes: 600)),
            end: LocalDateTime(date: day, time: TimeOfDay(minutes: 660)), capacity: 12,
            clients: ["c-0001"])
    }

    static let day = LocalDate(year: 2026, month: 11, day: 2)

    static func attended(_ session: SessionID, _ status: AttendanceStatus = .present)
        -> AttendanceRecorded
    {
        AttendanceRecorded(client: "c-0001", session: session, status: status, minutes: 60)
    }

    private var now: Moment {
        let local = LocalDateTime(date: Self.day, time: TimeOfDay(minutes: hour * 60))
        return Moment(
            utc: Timestamp(milliseconds: Int64(local.minutesSince1970) * 60_000), local: local)
    }

    private func context() -> Context {
        Context(
            now: now, clinic: .oneRoom,
            identifiers: IdentifierSource(high: UInt64(count), low: 7, time: now.utc))
    }

    /// Applies an event with all that follows.
    ///
    /// - Returns: what followed, as it was published.
    @discardableResult
    mutating func tell(
        _ event: any Event, by other: Identity? = nil, id: MessageID? = nil,
        upon cause: MessageID? = nil
    ) throws -> [any Event] {
        let owner = other ?? therapy
        let fact = apply(event, by: owner, id: id, cause: cause, actor: nil)
        guard owner != therapy else { return conclude() }
        var context = context()
        let decision = try core.react(to: fact, in: &context)
        for event in decision.events {
            apply(event, by: therapy, cause: fact.id, actor: nil)
        }
        return decision.events + conclude()
    }

    @discardableResult
    mutating func give(_ command: any TherapyCommand, as role: Role = .clinician) throws
        -> [any Event]
    {
        var context = context()
        let actor = Actor(staff: "t01", role: role)
        let decision = try core.decide(command, by: actor, in: &context)
        for event in decision.events {
            apply(event, by: therapy, cause: "command", actor: actor)
        }
        return decision.events + conclude()
    }

    /// Records what a program asks for, upon a fact.
    @discardableResult
    mutating func act(_ actions: [Action], upon cause: MessageID = "cause") throws -> [any Event] {
        let events = try core.events(for: actions)
        for event in events { apply(event, by: therapy, cause: cause, actor: nil) }
        return events + conclude()
    }

    /// Enters an event of another in error: the state is folded anew without it.
    mutating func retract(_ id: MessageID, of owner: Identity = .scheduler) throws -> [any Event] {
        facts.removeAll { $0.id == id }
        let contract = core.contract
        core = HostedTherapy(contract: contract, hash: "ab12")
        for fact in facts { core.apply(fact) }
        return try tell(
            EnteredInError(
                event: id, type: AttendanceRecorded.type, client: "c-0001", reason: "wrong"),
            by: owner)
    }

    @discardableResult
    private mutating func apply(
        _ event: any Event, by owner: Identity, id: MessageID? = nil, cause: MessageID?,
        actor: Actor?
    ) -> Fact {
        count += 1
        let fact = Fact(
            id: id ?? MessageID("e-\(count)"), owner: owner, event: event, time: now.utc,
            actor: actor, cause: cause)
        core.apply(fact)
        facts.append(fact)
        return fact
    }

    private mutating func conclude() -> [any Event] {
        var all: [any Event] = []
        for _ in 0..<8 {
            var context = context()
            let events = core.conclude(in: &context)
            guard !events.isEmpty else { return all }
            for event in events { apply(event, by: therapy, cause: nil, actor: nil) }
            all += events
        }
        return all
    }
}

extension Clinic {
    static let oneRoom = Clinic.example(
        rooms: [.group("g1")], staff: [Staff("t01")], groups: [])
}
