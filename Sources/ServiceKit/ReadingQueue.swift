internal import Messages
internal import PeerKit

/// Who reads what is on the disk, in which order: a bounded number, fair among askers, and each
/// question once.
///
/// Reading is never free, and anybody who may ask may ask for all at once. So an asker has a few
/// reads open, the next is refused with a remedy, and whoever else asks waits for those before
/// alone. A question that is sent again is the same question: it gets the answer of the first.
struct ReadingQueue {
    /// A request, and what its reply says of itself.
    struct Read {
        let request: PageRequest
        let attributes: Attributes

        var question: Question { Question(request.request) }
        var asker: Identity { request.request.address.sender }
    }

    /// What becomes of a request.
    enum Verdict {
        /// It waits for its turn, or is being read already.
        case open
        /// It was answered before: with this.
        case answered(Frame)
        /// Too much is open; why, and what to do.
        case refused(Advice)
        /// Too much is open, and whoever asked asks again by itself.
        case dropped
    }

    /// How many are read at once, of one asker, and how many may be open.
    static let atOnce = 2
    static let openForEach = 8
    static let openInAll = 64

    private var waiting: [Identity: [Read]] = [:]
    /// Askers with something that waits, whose turn is next first.
    private var turns: [Identity] = []
    private var open: Set<Question> = []
    private var reading: [Identity: Int] = [:]
    private var openByAsker: [Identity: Int] = [:]
    private var known = KnownAnswers()

    /// Takes a request in.
    mutating func enqueue(_ read: Read) -> Verdict {
        let (question, asker) = (read.question, read.asker)
        if open.contains(question) { return .open }
        if let answer = known[question] { return .answered(answer) }
        let own = openByAsker[asker] ?? 0
        guard own < Self.openForEach, open.count < Self.openInAll else {
            guard !read.request.isRepair else { return .dropped }
            let whose = own < Self.openForEach ? "of all askers" : "of yours"
            return .refused(Advice.busy("too many reads \(whose) are open"))
        }
        open.insert(question)
        openByAsker[asker] = own + 1
        if waiting[asker] == nil { turns.append(asker) }
        waiting[asker, default: []].append(read)
        return .open
    }

    /// The next request to read now; `nil` while enough are read, or none waits.
    ///
    /// While others wait, nobody has more than one read at a time.
    mutating func next() -> Read? {
        guard reading.values.reduce(0, +) < Self.atOnce else { return nil }
        let place = turns.firstIndex { reading[$0] == nil } ?? turns.indices.first
        guard let place, let read = waiting[turns[place]]?.first else { return nil }
        let asker = turns.remove(at: place)
        waiting[asker]?.removeFirst()
        if waiting[asker]?.isEmpty ?? true { waiting[asker] = nil } else { turns.append(asker) }
        reading[asker, default: 0] += 1
        return read
    }

    /// Notes that a request was read, and what came of it.
    mutating func finish(_ read: Read, with answer: Frame?) {
        let (question, asker) = (read.question, read.asker)
        open.remove(question)
        ReadingQueue.lower(&openByAsker, of: asker)
        ReadingQueue.lower(&reading, of: asker)
        // A service asks with another id each time.
        guard let answer, !read.request.isRepair else { return }
        known.keep(answer, for: question)
    }

    private static func lower(_ counts: inout [Identity: Int], of asker: Identity) {
        let left = (counts[asker] ?? 0) - 1
        counts[asker] = left > 0 ? left : nil
    }
}
