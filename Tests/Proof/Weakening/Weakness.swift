package import Journal
internal import JournalDoubles
package import Messages
package import PeerKit

/// A guarantee that is switched off on purpose, so that a proof can show that it would be missed.
///
/// Nothing that is shipped knows of it: a service is made without one by the seams that it has for
/// other ends, what a peer promises and what keeps its journal.
package enum Weakness: String, CaseIterable, Sendable {
    /// A commit returns before the disk has it: a process that is killed forgets its last ones.
    case fsync
    /// A command that comes again is decided again: no receipt is kept.
    case dedupe
    /// A reader never asks for what it missed; it goes on behind the hole.
    case repair
    /// A command of one's own is sent once, and is in no journal.
    case outbox

    /// The variable that names some of them, separated by commas: `CAIRN_WEAKENED=dedupe,repair`.
    package static let variable = "CAIRN_WEAKENED"

    /// Those that a text names, separated by commas.
    package static func named(in text: some StringProtocol) throws(Unknown) -> Set<Weakness> {
        var named: Set<Weakness> = []
        for name in text.split(separator: ",") {
            guard let weakness = Weakness(rawValue: String(name)) else {
                throw Unknown(name: String(name))
            }
            named.insert(weakness)
        }
        return named
    }

    /// A name that no guarantee has.
    package struct Unknown: Remediable, Equatable {
        package let name: String

        package init(name: String) { self.name = name }

        package var advice: Advice {
            Advice(
                "No guarantee is called “\(name)”.",
                remedy: "Use: \(Weakness.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
    }
}

extension Set<Weakness> {
    /// What a peer still promises without them.
    package var promises: PeerPromises {
        var promises = PeerPromises.all
        if contains(.dedupe) { promises.remove(.decidesOnce) }
        if contains(.repair) { promises.remove(.repairsGaps) }
        if contains(.outbox) { promises.remove(.sendsUntilAnswered) }
        return promises
    }

    /// A journal without them: with each `commits` one after which they last.
    package func journal(
        over base: any JournalStore, commitsForEachSync commits: Int
    ) throws -> any JournalStore {
        contains(.fsync) ? try FaultyJournal(over: base, commitsForEachSync: commits) : base
    }

    /// What a process that runs without them says first.
    package var warning: String {
        let names = map(\.rawValue).sorted().joined(separator: ", ")
        return "WEAKENED ON PURPOSE, for a test: this process runs without \(names)."
            + " It loses what it promises to keep. Never use it for people."
    }
}
