@_exported public import Messages
@_exported public import TherapyContract

/// What a therapy makes of the clinic's life, and what it answers with.
///
/// A pure value: state changes in ``apply(_:)`` alone, and the handlers read it. The same facts
/// must always come to the same state and the same actions, so there is no clock, chance or file in
/// it. What it offers, teaches, reads and may do stands in its `plugin.json`, and nowhere else; a
/// handler is asked for the events that `reactsTo` names there.
///
/// ```swift
/// @main
/// struct Breathing: Therapy {}
/// ```
/// is a whole therapy: it does what the contract's own rule says. Properties hold values that are
/// `Codable`; the host keeps them beside its journal.
public protocol Therapy: Sendable, Codable {
    /// The state before any fact.
    init()

    /// Folds one fact, of the clinic's or its own, into the state; the only mutation.
    mutating func apply(_ fact: PluginFact)

    /// A client attended a session of this therapy. Unless a therapy says otherwise the contract's
    /// own rule: the client's next module is finished, and its practice assigned.
    func attended(_ attendance: Attendance, in context: PluginContext) throws -> [Action]

    /// A client missed a session of this therapy, excused or not; nothing follows unless a therapy
    /// says so.
    func missed(_ attendance: Attendance, in context: PluginContext) throws -> [Action]

    /// One of the therapy's own facts was recorded.
    func recorded(_ record: RecordAdded, in context: PluginContext) throws -> [Action]

    /// A client said whether a practice was done.
    func practised(_ report: PracticeReported, in context: PluginContext) throws -> [Action]

    /// Anything else to which the therapy reacts.
    func happened(_ fact: PluginFact, in context: PluginContext) throws -> [Action]
}

extension Therapy {
    /// Folds nothing.
    public mutating func apply(_ fact: PluginFact) {}

    /// The contract's own rule.
    public func attended(_ attendance: Attendance, in context: PluginContext) throws -> [Action] {
        context.nextModule(after: attendance)
    }

    /// Nothing follows.
    public func missed(_ attendance: Attendance, in context: PluginContext) throws -> [Action] {
        []
    }

    /// Nothing follows.
    public func recorded(_ record: RecordAdded, in context: PluginContext) throws -> [Action] { [] }

    /// Nothing follows.
    public func practised(_ report: PracticeReported, in context: PluginContext) throws -> [Action]
    { [] }

    /// Nothing follows.
    public func happened(_ fact: PluginFact, in context: PluginContext) throws -> [Action] { [] }
}
