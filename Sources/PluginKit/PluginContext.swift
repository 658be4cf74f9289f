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

    /// How many sessions of this therapy in a row a client missed without an excuse.
    public func missedInRow(by client: ClientID) -> Int { memory.missedInRow[client] ?? 0 }

    /// The module that a client is at: the first of the offering that is not finished, or by rotation
    /// that of the day's week, unless it was finished in this turn. `nil` for none.
    public func module(of offering: String, for client: ClientID, on day: LocalDate)
        -> CurriculumModule?
    {
        guard let curriculum = contract.curriculum(of: offering) else { return nil }
        switch curriculum.moves {
        case .client:
            let finished = finished(by: client)
            return curriculum.modules.first { !finished.contains($0.name) }
        case .calendar:
            guard let turn = curriculum.turn(on: day) else { return nil }
            let last = memory.finishedOn[client]?[turn.module.name]
            return last.map { $0 >= turn.begins } == true ? nil : turn.module
        }
    }

    /// The contract's own rule: the module that the client is at is finished, and its practice
    /// assigned. Nothing where attendance moves nobody on.
    public func nextModule(after attendance: Attendance) -> [Action] {
        guard contract.curriculum(of: attendance.offering)?.when.contains(.attended) == true,
            let module = module(
                of: attendance.offering, for: attendance.client, on: attendance.date)
        else { return [] }
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
