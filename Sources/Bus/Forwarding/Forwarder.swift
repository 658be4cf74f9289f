/// A hub at work on a thread of its own: hands what publishers send to those who subscribed.
///
/// It keeps nothing. Its pipes are lossy on purpose: were they not, one frozen viewer would stop
/// the clinic. What is lost, the readers ask its owner for.
package final class Forwarder: Sendable {
    private let wakeup: Wakeup
    private let end: AsyncThrowingStream<Never, any Error>

    private init(wakeup: Wakeup, end: AsyncThrowingStream<Never, any Error>) {
        self.wakeup = wakeup
        self.end = end
    }

    /// Opens its doors and begins to forward.
    ///
    /// - Parameters:
    ///   - queueLimit: Messages queued for each peer; beyond it the newest are lost.
    ///   - policy: Decides, counts, and speaks for the hub.
    /// - Returns: When all sockets are bound.
    package static func start(
        doors: HubDoors, queueLimit: Int32 = 1_000, policy: some ForwardingPolicy
    ) async throws -> Forwarder {
        let wakeup = try Wakeup()
        let (end, ending) = AsyncThrowingStream<Never, any Error>.makeStream()
        try await withCheckedThrowingContinuation { (bound: CheckedContinuation<Void, any Error>) in
            let work: @Sendable () -> Void = {
                let loop: ForwardingLoop
                do {
                    loop = try ForwardingLoop(
                        doors: doors, queueLimit: queueLimit, wakeup: wakeup)
                    bound.resume()
                } catch {
                    bound.resume(throwing: error)
                    return
                }
                do throws(ZeroMQError) {
                    try loop.run(by: policy)
                    // The sockets close before the end is told: the next forwarder may bind at
                    // once.
                    loop.close()
                    ending.finish()
                } catch {
                    ending.finish(throwing: BusError.refused(error, doing: "forward"))
                }
            }
            do { try BusThread.start(work) } catch { bound.resume(throwing: error) }
        }
        return Forwarder(wakeup: wakeup, end: end)
    }

    /// Forwards what has arrived, then ends. Returns at once.
    package func stop() { wakeup.signal() }

    /// Waits for the end; throws if it was a failure.
    package func waitUntilStopped() async throws {
        for try await _ in end {}
    }
}
