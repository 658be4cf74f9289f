/// What a peer promises to those it works with, each promise by its name.
///
/// A peer can be made without one of them: so a proof shows that it would be missed. Nothing that is
/// shipped does.
package struct PeerPromises: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// A command is decided once: one that comes again is told what the first was told.
    package static let decidesOnce = PeerPromises(rawValue: 1 << 0)
    /// A reader asks for what it missed, and goes on only behind it.
    package static let repairsGaps = PeerPromises(rawValue: 1 << 1)
    /// A command of one's own is in the journal, and sent until it is answered.
    package static let sendsUntilAnswered = PeerPromises(rawValue: 1 << 2)

    /// All that a process promises.
    package static let all: PeerPromises = [.decidesOnce, .repairsGaps, .sendsUntilAnswered]
}
