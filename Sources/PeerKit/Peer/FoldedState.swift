package import Journal
package import Messages

/// A state with the place in the journal up to which it is folded.
package struct FoldedState<Service: Core>: Sendable {
    package var engine: Engine<Service>
    /// The last entry that is in the state.
    package var position: Int64

    /// Entries that are read and folded at a time.
    static var part: Int64 { 250 }

    package init(engine: Engine<Service>, position: Int64 = 0) {
        (self.engine, self.position) = (engine, position)
    }

    /// Folds what the journal has after it, up to a place, by default up to the journal's end.
    ///
    /// - Parameters:
    ///   - beside: whether another task folds than the one that commits.
    ///   - tell: called after each part, with the state so far; it may throw to end the fold.
    package mutating func fold(
        _ journal: any JournalReading, upTo end: Int64 = .max, beside: Bool = false,
        telling tell: (Self) throws -> Void = { _ in }
    ) throws {
        while position < end {
            let limit = Int(min(Self.part, end - position))
            let entries =
                try beside
                ? journal.entriesBeside(after: position, limit: limit)
                : journal.entries(after: position, limit: limit)
            guard let newest = entries.last else { return }
            for entry in entries { try engine.fold(entry) }
            position = newest.position
            try tell(self)
            guard entries.count == limit else { return }
        }
    }

    /// Whether it can stand for a history without some events: it has folded none of those that it
    /// does not know to be in error, and leaves out no other.
    ///
    /// - Parameter position: where the journal has an event; `nil` where it has it not.
    func isUsable(
        without retracted: Set<MessageID>, at position: (MessageID) throws -> Int64?
    ) rethrows -> Bool {
        guard engine.retracted.isSubset(of: retracted) else { return false }
        return try retracted.subtracting(engine.retracted).allSatisfy { id in
            try position(id).map { $0 > self.position } ?? true
        }
    }
}
