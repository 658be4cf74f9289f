internal import Journal
internal import Messages

/// A copy of the state to decide one input on, with all that the decision has to know.
///
/// Kept by its slice if the decision succeeds, and dropped if it throws: so nothing that decides
/// has to undo anything.
struct Draft<Service: Core> {
    /// The state with ``earlier``.
    var engine: Engine<Service>
    /// What was decided before in the same slice: it is in the state, and not in the journal yet.
    private(set) var earlier: [Effects]
    /// The clinic's moment in a live clinic; `nil` in a rehearsal.
    let now: Moment?

    init(engine: Engine<Service>, earlier: [Effects] = [], now: Moment?) {
        (self.engine, self.earlier, self.now) = (engine, earlier, now)
    }

    /// Takes note that what it decides next comes behind some effects of its own.
    mutating func goOn(behind effects: Effects) { earlier.append(effects) }
}
