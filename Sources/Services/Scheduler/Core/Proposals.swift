internal import Messages

/// What therapies proposed for one client's course, the newest last.
struct Proposals: Equatable, Sendable, Codable {
    private var told: [Proposal] = []
    /// Our words that a proposal is taken, of those that are not there: entered in error.
    private(set) var strays: [MessageID] = []

    /// One proposal.
    struct Proposal: Equatable, Sendable, Codable {
        let event: MessageID
        let therapy: Identity
        /// Whether it proposes more care, and not only a look.
        let isStepUp: Bool
        let why: String
        let time: Timestamp
        /// Our word that it is taken.
        var taken: MessageID?

        /// What speaks for a review, as a sentence.
        var reason: String {
            isStepUp
                ? "\(therapy) proposes more care: \(why)" : "\(therapy) proposes a review: \(why)"
        }
    }

    /// More than somebody reads in one review.
    private static let retention = Retention.Newest(16)

    /// Folds a fact about the client; any other than those of proposals changes nothing.
    mutating func fold(_ fact: Fact) {
        switch fact.event {
        case let event as StepUpProposed: add(event.why, isStepUp: true, fact)
        case let event as ReviewProposed: add(event.why, isStepUp: false, fact)
        case let event as ProposalTaken:
            guard let place = told.lastIndex(where: { $0.event == event.proposal }) else {
                return strays.append(fact.id)
            }
            told[place].taken = fact.id
        case let event as EnteredInError:
            strays.removeAll { $0 == event.event }
            for place in told.indices where told[place].taken == event.event {
                told[place].taken = nil
            }
        default: break
        }
    }

    private mutating func add(_ why: String, isStepUp: Bool, _ fact: Fact) {
        told.append(
            Proposal(
                event: fact.id, therapy: fact.owner, isStepUp: isStepUp, why: why,
                time: fact.time))
        Self.retention.trim(&told)
    }

    /// A person decided on the client's phase, or a stay began or ended: what was proposed before is
    /// answered. Orders, and not times, say what came before: in a rehearsal many things have one time.
    mutating func decide() { told = [] }

    /// Those that nobody has decided on, of each therapy the newest of either kind.
    var open: [Proposal] {
        var seen: Set<String> = []
        return told.reversed().filter {
            seen.insert("\($0.therapy) \($0.isStepUp)").inserted
        }.reversed()
    }
}
