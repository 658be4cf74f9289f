public import Messages
public import TherapyContract

/// What a therapy may know while it reacts, beside its state. There is no other clock.
public struct PluginContext: Sendable {
    /// The clinic's wall clock.
    public var now: LocalDateTime
    /// The clinic.
    public var clinic: HelloClinic
    /// What `plugin.json` declares.
    public var contract: PluginContract
    /// The clinic's values, and the contract's defaults for the others.
    public var configuration: [String: JSONFragment]
    /// What the kit remembers of sessions and modules.
    let memory: CourseMemory

    /// The clinic's date.
    public var date: LocalDate { now.date }

    /// A setting that holds a whole number; `nil` for one that the contract does not declare so.
    public func integer(_ setting: String) -> Int? {
        guard case .integer(let value)? = configuration[setting] else { return nil }
        return Int(value)
    }

    /// The modules that a client has finished, in order.
    public func finished(by client: ClientID) -> [String] { memory.finished[client] ?? [] }

    /// The contract's own rule: the client's next module of the offering is finished, and its
    /// practice assigned. Nothing where attendance moves nobody on, or all modules are finished.
    public func nextModule(after attendance: Attendance) -> [Action] {
        let finished = finished(by: attendance.client)
        let curriculum = contract.curriculum.first {
            $0.offering == attendance.offering && $0.moves == .client && $0.when.contains(.attended)
        }
        guard let module = curriculum?.modules.first(where: { !finished.contains($0.name) }) else {
            return []
        }
        let done = Action.completeModule(
            client: attendance.client, module: module.name, session: attendance.session)
        guard let practice = module.practice.flatMap(contract.practice) else { return [done] }
        return [done, assign(practice, to: attendance.client, from: attendance.date)]
    }

    /// Assigns a practice that is due in the days that the contract says.
    public func assign(_ practice: Practice, to client: ClientID, from day: LocalDate) -> Action {
        .assignPractice(
            client: client, practice: practice.name, due: day.advanced(by: practice.dueDays))
    }
}
