package import Messages

/// A peer's place on the bus: it publishes, subscribes and receives, and nothing else.
///
/// Publishing is best effort. What must not be lost is in a journal first, and a reader that
/// missed it asks again (``StreamReader``).
package protocol MessageBus: Sendable {
    /// Hands frames to the bus in order. What nobody subscribed to is dropped without a word.
    func publish(_ frames: [Frame]) async throws

    /// Takes in every frame that begins with `prefix`, which must end with a dot, or with a line feed
    /// where it names a whole topic.
    ///
    /// ZeroMQ matches bytes: `event.cbt` without its end would match `event.cbt2.…` too.
    func subscribe(_ prefix: String) async

    /// Ends one subscription of that prefix.
    func unsubscribe(_ prefix: String) async

    /// Waits for at least one frame, and takes at most 256, or as many as make 64 KiB.
    ///
    /// Empty after `limit` or ``wake()``; `nil` when the bus is closed or the calling task is
    /// cancelled, so that a `while let` loop ends. One task receives; a second is a slip.
    func receive(waitingAtMost limit: Duration) async -> [Frame]?

    /// Ends the wait of ``receive(waitingAtMost:)``, or of the next one if nobody waits now.
    func wake()

    /// Sends what is still queued, for a second at most, and leaves the bus.
    func close() async

    /// How many frames were dropped here, by a short stable word for the reason.
    var droppedCounts: [String: Int64] { get async }
}

/// What a receiver takes at once, at most.
package let receiveBatchLimit = 256

/// A receiver takes no further frame once it has so many bytes. What it takes at once is then in the
/// processor's caches, and its memory is used again for what comes next: libc gives back to the
/// system what is freed in larger pieces, and each page of it has to be had anew.
package let receiveBatchBytes = 64 * 1024

extension String {
    /// A slip of the programmer: a subscription without its end takes in strangers' topics.
    package func requireSubscriptionPrefix() {
        precondition(
            hasSuffix(".") || hasSuffix("\n"), "a subscription ends with a dot or a line feed")
    }
}
