/// Every message type that this version knows, so that tools can find one by its name.
public enum MessageCatalog {
    /// The contracts of all services: the one list of them.
    public static let contracts: [any ServiceContract.Type] = [
        SupervisorContract.self, AssessmentContract.self, SchedulerContract.self,
        PeerGroupsContract.self, TreatmentContract.self, AftercareContract.self,
        LedgerContract.self, SimulatorContract.self,
    ]

    /// What a plugin may publish.
    public static let pluginEvents: [any Event.Type] = [
        SessionOffered.self, OfferingWithdrawn.self, ModuleCompleted.self, PracticeAssigned.self,
        PracticeReported.self, RecordAdded.self,
    ]

    /// What a therapy asks of people, which its host records.
    public static let actEvents: [any Event.Type] = [
        AlertRaised.self, ReviewProposed.self, StepUpProposed.self, DutyAsked.self,
        DutyEnded.self, PlanLineAdded.self,
    ]

    /// What a therapy's host says of the therapy itself.
    public static let therapyEvents: [any Event.Type] = [
        ContractTaken.self, TherapyReacted.self, FactSetAside.self, TherapyQuarantined.self,
        TherapyResumed.self,
    ]

    /// What every peer with a journal may publish.
    public static let peerEvents: [any Event.Type] =
        [EnteredInError.self, EventDiscarded.self] + dutyEvents

    /// What tells of duties: each owner's, on its stream `duty`.
    public static let dutyEvents: [any Event.Type] = [
        DutyOpened.self, DutyEscalated.self, DutyReassigned.self, DutyClosed.self,
    ]

    /// All facts, by publishing service.
    public static let events =
        contracts.flatMap { $0.publishes } + pluginEvents + actEvents
        + therapyEvents + peerEvents

    /// All commands, by the service that decides them.
    public static let commands = contracts.flatMap { $0.commands }

    /// All queries, by the service that answers them.
    public static let queries = contracts.flatMap { $0.answers }

    /// The contract of a service; `nil` for the hub, a plugin and a person.
    public static func contract(of service: Identity) -> (any ServiceContract.Type)? {
        contracts.first { $0.service == service }
    }

    /// Commands that every peer with a journal takes.
    public static let peerCommands: [any PeerCommand.Type] = [RetryParked.self, DiscardParked.self]

    /// Commands that every therapy takes.
    public static let therapyCommands: [any TherapyCommand.Type] = [
        RecordFact.self, ReportPractice.self, CompleteModule.self, CloseTherapyDuty.self,
        RetractTherapyEvent.self,
    ]

    /// Queries that every peer with a journal answers.
    public static let peerQueries: [any PeerQuery.Type] = [ParkedEvents.self]

    /// The event that a type attribute names; a plugin's events are known by their local type.
    public static func event(type: String) -> (any Event.Type)? {
        guard let dot = type.firstIndex(of: ".") else { return nil }
        let owner = Identity(String(type[..<dot]))
        let local = type[type.index(after: dot)...]
        return eventsByType[String(local)]?.first { $0.owner == nil || $0.owner == owner }
    }

    /// Asked for with each event that comes or is folded.
    private static let eventsByType = Dictionary(grouping: events) { $0.localType }

    /// The command that a type attribute names; `nil` for one that this version does not know.
    public static func command(type: String) -> (any Command.Type)? {
        commands.first { $0.type == type }
    }

    /// The query that a type attribute names; `nil` for one that this version does not know.
    public static func query(type: String) -> (any Query.Type)? {
        queries.first { $0.type == type }
    }

    /// What every peer takes, by a type attribute: `scheduler.retry-parked.v1`.
    static func peerMessage(type: String) -> (any Message.Type)? {
        guard let dot = type.firstIndex(of: "."), let peer = Identity(String(type[..<dot])) else {
            return nil
        }
        return peerCommands.first { $0.type(for: peer) == type }
            ?? therapyCommands.first { $0.type(for: peer) == type }
            ?? peerQueries.first { $0.type(for: peer) == type }
    }

    /// The streams of a service that carry names or contacts: read by nobody else.
    public static func isIdentifying(_ stream: EventStream) -> Bool {
        events.contains {
            $0.owner == stream.owner && $0.entity == stream.entity && $0.dataClass == .identifying
        }
    }

    /// The streams that a built-in service publishes.
    public static func streams(of owner: Identity) -> [EventStream] {
        let entities = events.filter { $0.owner == owner }.map { $0.entity }
        return Set(entities).sorted().compactMap { EventStream(owner: owner, entity: $0) }
    }
}
