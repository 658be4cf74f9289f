internal import Journal
internal import Messages

/// Where the folds of a journal can begin: at nothing, or at the state that was kept.
struct FoldOrigin<Service: Core>: Sendable {
    /// The service before any fact.
    let fresh: Engine<Service>
    let journal: any JournalStore
    /// Whose kept states it goes on from; `nil` for none.
    let fold: String?

    /// The state that was kept, as a beginning.
    enum Kept {
        case nothing
        /// Why it does not fit; the rest of a sentence.
        case unfit(String)
        /// It fits, and which build stands for it.
        case usable(FoldedState<Service>, build: String)
    }

    /// The beginning of a history without some events.
    func nothing(without retracted: Set<MessageID>) -> FoldedState<Service> {
        var state = FoldedState(engine: fresh)
        state.engine.retracted = retracted
        return state
    }

    /// The kept state, as the beginning of a history without some events. Any task may ask.
    func kept(without retracted: Set<MessageID>) throws -> Kept {
        guard let fold else { return .nothing }
        switch journal.snapshot(of: fold) {
        case .nothing: return .nothing
        case .unfit(let reason): return .unfit(reason)
        case .usable(let snapshot):
            var state = FoldedState(engine: fresh, position: snapshot.position)
            guard (try? state.engine.restore(snapshot.state)) != nil else {
                return .unfit("its state cannot be read")
            }
            guard try state.isUsable(without: retracted, at: journal.position(of:)) else {
                return .unfit("an event before it was entered in error since")
            }
            return .usable(state, build: snapshot.author.build)
        }
    }
}
