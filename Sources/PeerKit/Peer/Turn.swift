package import Messages

/// What a peer wants done after it took in some messages, in this order.
package struct Turn: Sendable {
    /// Prefixes to subscribe to from now on.
    package var subscriptions: [String] = []
    /// Events, then answers, then requests: all that they tell is committed.
    package var frames: [Frame] = []
    /// What to read beside the loop, and to send.
    package var pages: [PageRequest] = []
    /// Why some of what the shell saw is not recorded and never will be. All else of it is.
    package var unrecordable: [Advice] = []
    /// Whether a heartbeat tells something else from now on.
    package var hasNews = false
    /// Whether the process waits for more of what it began: it is not idle, and a heartbeat has time
    /// until it is, or until the next is due.
    package var isAtWork = false
    /// Whether somebody asked for a heartbeat.
    package var isAskedToBeat = false
    /// Whether the process has done what it was started for.
    package var isFinished = false

    package init() {}

    /// Adds what another turn wants, behind what this one wants.
    package mutating func append(_ other: Turn) {
        subscriptions += other.subscriptions
        frames += other.frames
        pages += other.pages
        unrecordable += other.unrecordable
        hasNews = hasNews || other.hasNews
        isAtWork = isAtWork || other.isAtWork
        isAskedToBeat = isAskedToBeat || other.isAskedToBeat
        isFinished = isFinished || other.isFinished
    }
}
