package import TherapyContract

/// One thing that a therapy's program is told, in the order in which it is told.
///
/// That order is the journal's, but for what followed from a fact: it comes right behind that fact,
/// wherever it stands. So a program that reacts to ten facts of its past one after the other knows
/// at each what it decided on those before, and a fold of the journal gives it the same order again.
package struct TherapyStep: Hashable, Sendable {
    /// Where the journal has it, or has the fact that it followed from.
    package var position: Int64
    /// What is told.
    package var fact: PluginFact
    /// Whether something may follow from it.
    package var mayReact: Bool

    package init(position: Int64, fact: PluginFact, mayReact: Bool) {
        self.position = position
        self.fact = fact
        self.mayReact = mayReact
    }
}
