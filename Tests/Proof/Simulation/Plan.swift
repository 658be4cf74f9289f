package import Messages

/// All that befalls a simulated clinic: what is asked of it, and what goes wrong.
///
/// A seed makes one plan, and a plan one history. Any part of a plan is a plan, so a failing one
/// can be shrunk.
package struct Plan: Sendable {
    /// Chance for what a plan leaves open, such as which message of a lossy second is lost.
    package let seed: UInt64
    /// What happens, by time.
    package var items: [Item]
    /// Until when, in milliseconds; then every fault ends.
    package static let lengthMilliseconds: Int64 = 5_000

    /// One thing that happens. Its number stays when others are left out.
    package struct Item: Sendable, CustomStringConvertible {
        package let number: Int
        /// In milliseconds from the start.
        package let at: Int64
        package let event: Happening

        package var description: String { "\(number): at \(at) ms \(event)" }
    }

    /// What can happen.
    package enum Happening: Sendable {
        /// A person registers a client. Every fifth is one whose enrolment nobody can handle.
        case register(Int)
        /// A person forbids a pairing.
        case forbid(Int)
        /// The clock strikes so many hours at once.
        case hours(Int)
        /// One in so many messages to a peer is lost for a while.
        case loss(to: Identity, oneIn: UInt64, milliseconds: Int64)
        /// One in so many messages to a peer comes again, up to two seconds later.
        case repeats(to: Identity, oneIn: UInt64, milliseconds: Int64)
        /// What one peer sends to another is late; its order stays.
        case delay(from: Identity, to: Identity, by: Int64, milliseconds: Int64)
        /// A peer ends, and is started again after a while.
        case crash(Identity, Stage, downMilliseconds: Int64)
        /// A journal's disk fails for a while.
        case disk(Identity, String, milliseconds: Int64)
        /// The hub ends and is started again: queues and subscriptions are lost.
        case hubRestart(downMilliseconds: Int64)
        /// The hub forgets that a peer wants events.
        case deaf(Identity)
        /// A process stands still.
        case freeze(Identity, milliseconds: Int64)
        /// A machine's clock is set.
        case wallStep(Identity, byMilliseconds: Int64)
    }

    /// Where in a turn a process ends.
    package enum Stage: Sendable {
        /// It has taken messages from the bus, and decided nothing.
        case beforeCommit
        /// One transaction of the turn is on the disk, the next is not.
        case betweenCommits
        /// All is committed, and so many of the messages are sent.
        case published(Int)
    }

    /// The same plan with some of its items only.
    package func keeping(_ numbers: Set<Int>) -> Plan {
        var plan = self
        plan.items.removeAll { !numbers.contains($0.number) }
        return plan
    }
}
