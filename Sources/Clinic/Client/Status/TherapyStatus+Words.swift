internal import Messages

extension TherapyStatus {
    /// Where a therapy's program stands, and what shuts it in, as a sentence or two.
    var words: String {
        guard program != .none else { return "It has no program: its contract is the therapy." }
        let aside = setAside == 0 ? "" : " It goes on without \(setAside) facts."
        guard let confinedBy else { return "Its program: \(program), UNCONFINED.\(aside)" }
        let shown = limits.map { $0.printable(upTo: 60) }.joined(separator: ", ")
        return "Its program: \(program), confined by \(confinedBy.printable(upTo: 20)): \(shown)."
            + aside
    }
}
