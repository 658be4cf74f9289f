internal import HashChain
package import Journal
package import Messages

/// The ids of the commands that one input brings about: the same ones whenever it is decided.
///
/// A restored journal decides again on inputs that had caused nothing but commands. By their ids
/// the receivers know what they have answered. An id is one half its cause and one half what is
/// asked: another command upon the same input is another one.
package struct OutgoingIDs {
    /// What brought commands about.
    package enum Cause {
        case event(owner: Identity, id: MessageID)
        case command(asker: Identity, id: MessageID)
        /// What became of an earlier command of its own.
        case answer(to: MessageID)

        /// What the id of each command begins with that follows from it: 18 characters.
        package func beginning(_ digest: Digest) -> String {
            let text =
                switch self {
                case .event(let owner, let id): "event/\(owner)/\(id)"
                case .command(let asker, let id): "command/\(asker)/\(id)"
                case .answer(let id): "answer/\(id)"
                }
            let digits = digest(text).prefix(15)
            // The 8 says that it is a UUID of a form of one's own (RFC 9562, section 5.8).
            return
                "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(4))-8\(digits.dropFirst(12))"
        }
    }

    /// How many characters of an id tell its cause.
    package static let beginningCount = 18
    /// What stands for a text in an id, in hex. Keyed in live clinics: a plain hash would let anyone
    /// confirm a guess.
    package typealias Digest = @Sendable (String) -> String

    private let beginning: String
    private let digest: Digest
    private var counts: [String: Int] = [:]

    package init(upon cause: Cause, digest: @escaping Digest) {
        beginning = cause.beginning(digest)
        self.digest = digest
    }

    /// The digest of a journal's owner.
    package static func digest(in mode: ClinicMode, journal: any JournalReading) -> Digest {
        guard mode.isRehearsal else { return { journal.keyedDigest(of: $0) } }
        // One seed gives one history, whatever the keys are.
        return { HashChain.digest(of: Array($0.utf8)) }
    }

    /// The id of the next command: who asks whom for what, in whose name.
    package mutating func next(to topic: Topic, by actor: Actor, _ body: [UInt8]) -> MessageID {
        let content = "\(topic.text)/\(actor.staff)/\(actor.role)/\(HashChain.digest(of: body))"
        let count = counts[content, default: 0]
        counts[content] = count + 1
        let digits = digest("\(content)/\(count)")
        return MessageID("\(beginning)-8\(digits.prefix(3))-\(digits.dropFirst(3).prefix(12))")
    }
}
