internal import Messages
internal import TherapyContract

/// A therapy with what the kit remembers for it: what the host keeps as its state.
struct TherapyFold<Kind: Therapy>: Codable, Sendable {
    private(set) var therapy = Kind()
    private(set) var cairn = CourseMemory()
    /// The attendance that was folded last: whoever is asked to react to it need not read it again.
    private var last: (fact: MessageID, record: AttendanceRecorded)?

    private enum CodingKeys: CodingKey { case therapy, cairn }

    mutating func apply(_ fact: PluginFact, of contract: PluginContract) {
        let record = cairn.apply(fact, of: contract.id)
        last = record.map { (fact.id, $0) }
        therapy.apply(fact)
    }

    /// What follows from a fact that was folded.
    ///
    /// - Throws: an ``ActionFault`` for what the contract does not declare; what a handler throws.
    func react(to fact: PluginFact, in surroundings: Surroundings) throws -> [Action] {
        let context = surroundings.context(cairn)
        let actions = try handled(fact, in: context)
        if let fault = actions.lazy.compactMap(context.contract.fault).first { throw fault }
        return actions
    }

    private func handled(_ fact: PluginFact, in context: PluginContext) throws -> [Action] {
        if let last, last.fact == fact.id,
            let attendance = cairn.attendance(of: last.record)
        {
            if Attendance.counted.contains(last.record.status) {
                return try therapy.attended(attendance, in: context)
            }
            if Attendance.away.contains(last.record.status) {
                return try therapy.missed(attendance, in: context)
            }
        }
        if fact.owner == context.contract.id {
            if let record = fact.as(RecordAdded.self) {
                return try therapy.recorded(record, in: context)
            }
            if let report = fact.as(PracticeReported.self) {
                return try therapy.practised(report, in: context)
            }
        }
        return try therapy.happened(fact, in: context)
    }
}

/// Where and when a therapy is asked.
struct Surroundings: Sendable {
    var contract: PluginContract
    var clinic: HelloClinic
    var configuration: [String: JSONFragment]
    var now: LocalDateTime

    /// - Parameter configuration: the clinic's values; the contract's defaults are put beside them.
    init(
        contract: PluginContract, clinic: HelloClinic, configuration: [String: JSONFragment],
        now: LocalDateTime
    ) {
        self.contract = contract
        self.clinic = clinic
        self.configuration = contract.configuration.mapValues(\.default)
            .merging(configuration) { $1 }
        self.now = now
    }

    func context(_ memory: CourseMemory) -> PluginContext {
        PluginContext(
            now: now, clinic: clinic, contract: contract, configuration: configuration,
            memory: memory)
    }
}
