@_exported public import Messages

/// One therapy: what it takes from the clinic's life, and what it adds to it.
///
/// A pure value, like every core: state changes in ``apply(_:)`` alone, and ``react(to:in:)``
/// answers with events of the plugin's own `catalog`, `progress`, `practice` or `recommendation`
/// streams. The sessions that it offers stand in its `plugin.json`; the clinic plans them.
///
/// ```swift
/// @main
/// struct Breathing: TherapyPlugin {
///     static let listens: [any Event.Type] = [AttendanceRecorded.self]
///     mutating func apply(_ fact: Fact) {}
///     func react(to fact: Fact, in context: inout Context) throws -> Decision { Decision() }
/// }
/// ```
/// Properties hold values that are `Codable`, as the clinic's own are: PluginKit keeps the state
/// beside the journal, so that a start need not fold the whole history.
public protocol TherapyPlugin: Sendable, Codable {
    /// The events that it takes in. Their streams must stand under `reads` in `plugin.json`.
    static var listens: [any Event.Type] { get }

    /// The version of what ``apply(_:)`` makes of a history; the first one, unless the therapy says
    /// otherwise. Raise it when the same history gives another state: a kept state of another
    /// version is not gone on from, and the history is folded again.
    static var foldVersion: Int { get }

    /// The state before any fact.
    init()

    /// Folds one fact, of its own or of others, into the state.
    mutating func apply(_ fact: Fact)

    /// What follows from an event of others, after it was applied.
    ///
    /// - Throws: ``NotYetKnown`` to wait for another stream; any other error parks the event.
    func react(to fact: Fact, in context: inout Context) throws -> Decision
}

extension TherapyPlugin {
    /// The first version, unless the therapy says otherwise.
    public static var foldVersion: Int { 1 }
}
