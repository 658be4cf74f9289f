internal import Messages

/// What is tried after a missed contact, rung by rung (Cairn's clinical notes, section 5).
///
/// The days are counted from the first rung. A contact that is kept ends the ladder; the last rung
/// ends nothing: contacts go on weekly, and a person decides.
enum OutreachLadder {
    /// One attempt: what, when, and whose it is.
    struct Rung: Equatable {
        var action: String
        var days: Int
        /// Whose attempt it is; `nil` for the owner of the follow-up.
        var role: Role?
        /// What is tried where the client agreed to one way alone, and where no message may be left.
        var agreed: String?
        var silent: String?

        /// What is tried with a client who agreed to something, or did not.
        func action(by agreement: ContactAgreement?) -> String {
            guard let agreement else { return action }
            return (agreement.mayLeaveMessage ? agreed : silent ?? agreed) ?? action
        }
    }

    static let rungs = [
        Rung(
            action: "Try again, by another channel.", days: 0,
            agreed: "Try again, at another hour."),
        Rung(
            action: "Send a text or portal message that asks for a call back.", days: 1,
            agreed: "Ask for a call back, by the way that was agreed.",
            silent: "Try once more by the way that was agreed."),
        Rung(action: "Ask the agreed contact person, only with the client's consent.", days: 2),
        Rung(action: "Review the client's risk.", days: 3, role: .caseManager),
        Rung(
            action: "Send a letter, and let a peer reach out.", days: 5, role: .caseManager,
            silent: "Let a peer reach out, by the way that was agreed; send no letter."),
        Rung(action: "Review with the director what else can be done.", days: 10, role: .director),
    ]

    /// The rung of a number from 1; none above the top and below the first.
    static func rung(_ number: Int) -> Rung? {
        rungs.indices.contains(number - 1) ? rungs[number - 1] : nil
    }
}
