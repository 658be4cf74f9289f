package import Messages

extension Advice {
    /// Why a question was not begun, and what to do.
    package static func busy(_ reason: String) -> Advice {
        Advice(
            "It is busy: \(reason). This one was not begun.",
            remedy: "Ask again in 2 s, one question after the other.")
    }
}
