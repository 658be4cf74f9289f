internal import Journal
internal import Messages

/// What commands were told, and must not be told, as far as the journal does not say it.
///
/// Receipts in the journal answer whoever asks again. This is the rest: what was said while nothing
/// could be written.
///
/// Invariants:
/// - A command that was denied under an id stays denied under it, for whoever was told so has acted
///   on it. The denial is remembered until a receipt of it is in the journal.
/// - At most ``limit`` denials are remembered. A command beyond them gets no answer, so its asker
///   asks again.
/// - A command in doubt gets no answer until the journal was read again: its commit failed, and may
///   be there all the same.
struct AnswersGiven {
    /// Commands that are refused while nothing can be written.
    static let limit = 10_000
    /// How often receipts are let go whose time is over.
    static let forgettingInterval: Duration = .seconds(600)

    /// What a command was told without a receipt.
    struct Denial {
        let asked: Asked
        let answer: [UInt8]
        /// How long its receipt is kept.
        let lifetime: Duration
    }

    private var denials: [Asked: Denial] = [:]
    private var inDoubt: Set<Asked> = []
    private var lastForgetting: RunningTime

    /// - Parameter time: how long the service has run.
    init(at time: RunningTime) { lastForgetting = time }

    /// The denials whose receipts are not in the journal, in an order that does not depend on
    /// hashing.
    var unrecorded: [Denial] {
        denials.values.sorted {
            ($0.asked.asker, $0.asked.id.text) < ($1.asked.asker, $1.asked.id.text)
        }
    }

    func isInDoubt(_ asked: Asked) -> Bool { inDoubt.contains(asked) }

    /// Remembers that commands may be recorded though their commit failed.
    mutating func doubt(_ commands: some Sequence<Asked>) { inDoubt.formUnion(commands) }

    /// Remembers that a command was denied, unless it was before.
    ///
    /// - Returns: what it is told; `nil` where it could not be remembered.
    mutating func deny(_ asked: Asked, saying answer: [UInt8], lifetime: Duration) -> [UInt8]? {
        if let denial = denials[asked] { return denial.answer }
        guard denials.count < Self.limit else { return nil }
        denials[asked] = Denial(asked: asked, answer: answer, lifetime: lifetime)
        return answer
    }

    /// The receipts of all denials are in the journal.
    mutating func recordedDenials() { denials = [:] }

    /// The journal was read again: what is recorded can be told from what is not.
    mutating func resolveDoubts() { inDoubt = [] }

    /// Whether receipts whose time is over are to be let go now; `true` once in each interval.
    ///
    /// A process that ends sooner has not counted: what it answered is kept that much longer.
    mutating func isForgettingDue(at time: RunningTime) -> Bool {
        guard time >= lastForgetting.advanced(by: Self.forgettingInterval) else { return false }
        lastForgetting = time
        return true
    }
}
