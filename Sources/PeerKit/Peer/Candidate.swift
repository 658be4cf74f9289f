internal import Journal
internal import Messages

/// A copy of the state to decide one input on, with all that the decision has to know.
///
/// Kept by its slice if the decision succeeds, and dropped if it throws: so nothing that decides
/// has to undo anything.
struct Candidate<Service: Core> {
    /// The state with ``earlier``.
    var engine: Engine<Service>
    /// What was decided before in the same slice: it is in the state, and not in the journal yet.
    private(set) var earlier: [Effects]
    /// What is decided on it is dated by.
    let now: DecisionTime

    init(engine: Engine<Service>, earlier: [Effects] = [], now: DecisionTime) {
        (self.engine, self.earlier, self.now) = (engine, earlier, now)
    }

    /// Takes note that what it decides next comes behind some effects of its own.
    mutating func goOn(behind effects: Effects) { earlier.append(effects) }
}
