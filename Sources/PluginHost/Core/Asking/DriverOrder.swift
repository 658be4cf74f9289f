package import Messages
package import TherapyContract

/// What a driver wants done.
package enum DriverOrder: Hashable, Sendable {
    /// Start the program.
    case start
    /// Write this line to it.
    case send([UInt8])
    /// End it, with all that it started.
    case end
    /// Record what it decided, or what became of it.
    case record(DriverRecord)
    /// Tell what the journal has behind a place, from there on.
    case read(after: Int64)
    /// Keep its state beside the journal.
    case keep(TherapySnapshot)
    /// Forget the state that is kept.
    case dropSnapshot
    /// Write a line into its log.
    case note(String)
    /// Write words of the program itself into its log, marked as such: they may be about anything.
    case quote(String)
}

/// What a driver wants recorded, all of it in one commit.
package enum DriverRecord: Hashable, Sendable {
    /// What the program asks for upon a fact, and that it has reacted to all facts up to that one.
    case reacted(through: MessageID, actions: [Action])
    /// That it goes on without a fact.
    case setAside(MessageID, reason: DriverFault)
    /// That it is not run any more.
    case quarantined(String)

    /// The fact that it follows from.
    package var cause: MessageID? {
        switch self {
        case .reacted(let fact, let actions): actions.isEmpty ? nil : fact
        case .setAside, .quarantined: nil
        }
    }
}

/// What became of what a driver wanted recorded.
package enum DriverOutcome: Hashable, Sendable {
    /// It is in the journal; these of it are for the program to fold.
    case recorded([PluginFact])
    /// It is not, and never will be: what it follows from was entered in error. A correction comes.
    case outdated
    /// The contract does not allow it.
    case refused(String)
}

/// What a program did wrong: one word for each, as `fact-set-aside` says it.
package enum DriverFault: String, Hashable, Sendable {
    /// It ended.
    case ended
    /// It did not answer in time.
    case late
    /// Its answer was none, or no answer to what was asked.
    case nonsense
    /// It said that it could not.
    case error
    /// It asked for what its contract does not declare.
    case undeclared
    /// It used more than its limits allow.
    case limits
}

/// A program's state, with the place in the journal up to which it has been told.
package struct TherapySnapshot: Hashable, Sendable, Codable {
    /// The last place whose fact, with all that followed, is in it.
    package var position: Int64
    /// One JSON value.
    package var state: String

    package init(position: Int64, state: String) {
        self.position = position
        self.state = state
    }
}
