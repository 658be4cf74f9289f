internal import FoundationEssentials
public import Messages
public import TherapyContract

/// A therapy with its history, fed as the host feeds it: no clinic, no process, no bus.
///
/// ```swift
/// var desk = try TherapyDesk<Breathing>(contractAt: "plugin.json")
/// try desk.attend("c-1", "breathing")
/// #expect(desk.published.count == 2)
/// try desk.foldsTheSame()
/// ```
/// As with a clinic a therapy reacts to what `reactsTo` names alone, and an action that the contract
/// does not declare is an error. The clinic is six hours behind UTC, as Chicago is in winter.
public struct TherapyDesk<Kind: Therapy> {
    /// What `plugin.json` declares.
    public var contract: PluginContract { surroundings.contract }
    /// The therapy, after all that was told and answered.
    public var therapy: Kind { fold.therapy }
    /// What the journal would hold: what was told and what followed, in order.
    public private(set) var journal: [PluginFact] = []
    /// All that the therapy answered with, in order.
    public private(set) var published: [Action] = []
    /// The clinic's wall clock: Monday, 2026-11-23, at nine, until a test goes on.
    public var now: LocalDateTime { surroundings.now }
    private var fold = TherapyFold<Kind>()
    private var surroundings: Surroundings
    private var host: RecordingHost
    private var count = 0
    /// What followed from each fact: it is taken back with it.
    private var followed: [MessageID: [MessageID]] = [:]

    /// A desk with no history, on a Monday at nine.
    ///
    /// - Parameters:
    ///   - contract: what the therapy declares.
    ///   - configuration: what the clinic sets; the contract's defaults stand beside it.
    ///   - phases: the clinic's, in the order of stepping down.
    public init(
        _ contract: PluginContract, configuration: [String: JSONFragment] = [:],
        phases: [PhaseID] = ["p1", "p2", "p3"]
    ) {
        host = RecordingHost(contract)
        surroundings = Surroundings(
            contract: contract,
            clinic: HelloClinic(
                name: "Example", timeZone: "America/Chicago", phases: phases, rehearsal: true),
            configuration: configuration,
            now: LocalDateTime(
                date: LocalDate(year: 2026, month: 11, day: 23), time: TimeOfDay(minutes: 9 * 60)))
    }

    /// The same with the contract of a file. Throws what keeps it from being read.
    public init(contractAt path: String, configuration: [String: JSONFragment] = [:]) throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: path)))
        self.init(
            try JSONText.decode(PluginContract.self, from: bytes), configuration: configuration)
    }

    // MARK: What happens in the clinic. Each answers with what followed.

    /// A session of an offering takes place now, and a client's attendance is recorded.
    @discardableResult
    public mutating func attend(
        _ client: ClientID, _ offering: String, status: AttendanceStatus = .present,
        minutes: Int = 60
    ) throws -> [Action] {
        guard let offered = contract.offering(offering) else {
            throw DeskFault(
                "No offering is called \(offering).", remedy: "See offerings in plugin.json.")
        }
        let session = SessionID("s-\(count + 1)")
        let end = LocalDateTime(
            date: now.date, time: TimeOfDay(minutes: now.time.minutes + offered.minutes))
        let planned = SessionScheduled(
            session: session, week: now.date.weekStart, kind: offered.kind, group: "p1-01",
            therapy: contract.id, offering: offering, clinician: "t01", room: "g1", start: now,
            end: end, capacity: 12, clients: [client])
        return try tell(planned)
            + tell(
                AttendanceRecorded(
                    client: client, session: session, status: status, minutes: minutes))
    }

    /// A client filled in a form, and the clinic scored it.
    @discardableResult
    public mutating func submit(
        _ client: ClientID, _ form: String, scores: [String: Int], flags: [String] = []
    ) throws -> [Action] {
        try tell(
            QuestionnaireScored(
                client: client, submission: SubmissionID("f-\(count + 1)"), instrument: form,
                policy: "desk", scores: scores, bands: [:], flags: flags))
    }

    /// Staff record one of the therapy's own facts.
    @discardableResult
    public mutating func record(
        _ name: String, about client: ClientID? = nil, _ data: [String: JSONFragment] = [:]
    ) throws -> [Action] {
        let action = Action.record(fact: name, client: client, data: data)
        if let fault = contract.fault(in: action) { throw fault }
        return try take(fact(RecordAdded(name: name, client: client, data: data)))
    }

    /// A client says whether a practice was done.
    @discardableResult
    public mutating func report(
        _ client: ClientID, _ practice: String, isDone: Bool = true
    ) throws -> [Action] {
        try take(fact(PracticeReported(client: client, practice: practice, isDone: isDone)))
    }

    /// A clinician says that a client has finished a module, and its practice is assigned.
    @discardableResult
    public mutating func complete(_ client: ClientID, _ module: String) throws -> [Action] {
        guard let declared = contract.module(module) else {
            throw DeskFault(
                "No module is called \(module).", remedy: "See curriculum in plugin.json.")
        }
        let actions = try take(
            fact(ModuleCompleted(client: client, module: module, session: nil)))
        guard let practice = declared.practice.flatMap(contract.practice) else { return actions }
        let due = now.date.advanced(by: practice.dueDays)
        return try actions
            + take(fact(PracticeAssigned(client: client, practice: practice.name, due: due)))
    }

    /// A person has done what the therapy asked for: the duty of that name, the sign of an alert, or
    /// the name of the act of a proposal.
    @discardableResult
    public mutating func close(_ client: ClientID, _ name: String) throws -> [Action] {
        try take(fact(DutyEnded(client: client, name: name, how: .done)))
    }

    /// A fact of the journal was entered in error. What followed from it goes with it, and the
    /// therapy folds the rest anew, as a clinic's does. Nothing follows from that.
    public mutating func retract(_ fact: PluginFact) throws {
        guard journal.contains(fact) else {
            throw DeskFault("No such fact was told.", remedy: "Take one of the journal.")
        }
        let gone = Set([fact.id] + (followed.removeValue(forKey: fact.id) ?? []))
        let rest = journal.filter { !gone.contains($0.id) }
        (journal, fold, host) = ([], TherapyFold(), RecordingHost(contract))
        for fact in rest {
            host.note(fact)
            keep(fact)
        }
    }

    /// Lets time go by. Each day and each hour that begins is told, if the contract reads it.
    @discardableResult
    public mutating func advance(days: Int = 0, hours: Int = 0) throws -> [Action] {
        let end = now.minutesSince1970 + (days * 24 + hours) * 60
        var actions: [Action] = []
        var hour = now.minutesSince1970 / 60 * 60 + 60
        while hour <= end {
            surroundings.now = LocalDateTime(minutesSince1970: hour)
            if now.time.minutes == 0, isTold("supervisor.clock.day-began") {
                actions += try tell(DayBegan(date: now.date))
            }
            if isTold("supervisor.clock.hour-began") {
                actions += try tell(HourBegan(moment: Moment(utc: moment, local: now)))
            }
            hour += 60
        }
        surroundings.now = LocalDateTime(minutesSince1970: end)
        return actions
    }

    /// Any event that the contract reads happens.
    @discardableResult
    public mutating func tell(_ event: some Event) throws -> [Action] {
        let fact = try fact(event)
        guard isTold(fact.type) else {
            throw DeskFault(
                "Nobody tells \(fact.type) to this therapy.",
                remedy: "Add it to reads in plugin.json.")
        }
        return try take(fact)
    }

    // MARK: What must hold.

    /// Live, from the journal, and from a snapshot at any place, the state must be the same.
    ///
    /// - Throws: a ``DeskFault`` that says where it is not.
    public func foldsTheSame() throws {
        let live = try JSONText.encode(fold)
        var state = TherapyFold<Kind>()
        for place in journal.indices {
            let kept = try JSONText.decode(
                TherapyFold<Kind>.self, from: try JSONText.encode(state))
            guard try JSONText.encode(folded(journal[place...], onto: kept)) == live else {
                throw DeskFault(
                    place == 0
                        ? "The journal folds to another state than the one that came about live."
                        : "A state that was kept and read back goes on to another one.",
                    remedy: "Change state in apply alone, and hold it in values that are Codable.")
            }
            state.apply(journal[place], of: contract)
        }
    }

    // MARK: How it is done.

    private func isTold(_ type: String) -> Bool {
        contract.told.contains { $0.event.description == type }
    }

    private var moment: Timestamp {
        Timestamp(milliseconds: Int64(now.minutesSince1970 + 6 * 60) * 60_000)
    }

    private func folded(_ facts: ArraySlice<PluginFact>, onto state: TherapyFold<Kind>)
        -> TherapyFold<Kind>
    {
        var state = state
        for fact in facts { state.apply(fact, of: contract) }
        return state
    }

    private mutating func take(_ fact: PluginFact) throws -> [Action] {
        host.note(fact)
        keep(fact)
        guard contract.reactsTo.contains(where: { $0.description == fact.type }) else { return [] }
        let actions = try fold.react(to: fact, in: surroundings)
        // What is recorded is told right behind its fact, and nothing follows from that.
        for own in try host.record(actions, time: moment, date: now.date) {
            count += 1
            followed[fact.id, default: []].append(own.id)
            keep(own)
        }
        published += actions
        return actions
    }

    private mutating func keep(_ fact: PluginFact) {
        fold.apply(fact, of: contract)
        journal.append(fact)
    }

    private mutating func fact<Body: Event>(_ event: Body) throws -> PluginFact {
        count += 1
        let owner = Body.owner ?? contract.id
        return PluginFact(
            id: MessageID("m-\(count)"), type: "\(owner).\(Body.entity).\(Body.fact)",
            owner: owner, time: moment, date: now.date, client: event.subject.map { ClientID($0) },
            data: try JSONText.encode(event))
    }
}

extension LocalDateTime {
    fileprivate init(minutesSince1970 minutes: Int) {
        let days = Int((Double(minutes) / 1440).rounded(.down))
        self.init(
            date: LocalDate(daysSince1970: days), time: TimeOfDay(minutes: minutes - days * 1440))
    }
}
