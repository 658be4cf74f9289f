internal import Messages

extension TherapyStatus {
    /// Where a therapy's program stands, and what shuts it in, as a sentence or two.
    var words: String {
        guard program != .none else { return "It has no program: its contract is the therapy." }
        let aside = setAside == 0 ? "" : " It goes on without \(setAside) facts."
        // Nothing of it runs.
        guard program != .refused else { return "Its program: refused.\(aside)" }
        let shown = limits.map { $0.printable(upTo: 60) }.joined(separator: ", ")
        let room = confinedBy.map { "confined by \($0.printable(upTo: 20))" } ?? "UNCONFINED"
        return "Its program: \(program), \(room): \(shown)." + aside
    }
}
