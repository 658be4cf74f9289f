/// A decision in the making: each event is applied at once, so that the next builds on it.
///
/// The state is a copy. Who decided hands on the ``events``, which are applied to the state itself
/// once they have an id; an event of a draft has none of its own.
package struct Draft<State: Core>: Sendable where State.Contract: ServiceContract {
    /// The state with all that was recorded.
    package private(set) var state: State
    /// What was recorded, in order.
    package private(set) var events: [any Event] = []
    /// What may be known. Identifiers that are drawn from it are used up for the caller too.
    package var context: Context
    private let actor: Actor?

    /// - Parameter actor: who gave the command that is decided, if it is one.
    package init(_ state: State, by actor: Actor? = nil, in context: Context) {
        self.state = state
        self.actor = actor
        self.context = context
    }

    package var now: Moment { context.now }
    package var clinic: Clinic { context.clinic }

    /// Adds an event, and applies it.
    package mutating func record(_ event: any Event) {
        events.append(event)
        state.apply(
            Fact(
                id: "draft", owner: State.Contract.service, event: event, time: context.now.utc,
                actor: actor))
    }
}

extension Core where Contract: ServiceContract {
    /// The events that some steps record, each on what the steps before it recorded.
    ///
    /// - Parameters:
    ///   - actor: who gave the command that is decided, if it is one.
    ///   - context: keeps the identifiers that the steps draw; unless one of them throws.
    package func draft(
        by actor: Actor? = nil, in context: inout Context,
        _ steps: (inout Draft<Self>) throws -> Void
    ) rethrows -> [any Event] {
        var draft = Draft(self, by: actor, in: context)
        try steps(&draft)
        context = draft.context
        return draft.events
    }
}
