internal import CZeroMQ
package import Messages

/// A peer's connection to a hub over ZeroMQ. It connects whether or not the hub is there yet, and
/// again after the hub was away.
package actor BusConnection: MessageBus {
    private let executor: PollExecutor
    private var dropped: [String: Int64] = [:]

    /// Runs the actor on the thread that owns the sockets.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Begins to connect, and returns at once.
    package init(_ credentials: PeerCredentials) throws {
        executor = try PollExecutor(credentials)
    }

    deinit { executor.stop() }

    package func publish(_ frames: [Frame]) throws {
        let sent: Void?
        do {
            sent = try executor.withSockets { sockets throws(ZeroMQError) in
                for frame in frames { try sockets.publisher.send(frame.bytes) }
            }
        } catch {
            throw BusError.refused(error, doing: "publish")
        }
        if sent == nil { throw BusError.closed }
    }

    package func subscribe(_ prefix: String) {
        prefix.requireSubscriptionPrefix()
        setSubscription(ZMQ_SUBSCRIBE, prefix)
    }

    package func unsubscribe(_ prefix: String) { setSubscription(ZMQ_UNSUBSCRIBE, prefix) }

    package func receive(waitingAtMost limit: Duration) async -> [Frame]? {
        guard executor.isOpen, !Task.isCancelled else { return nil }
        // Where nothing was left the last time, waiting tells as well whether there is something.
        let ready = executor.isDrained ? [] : drain()
        guard ready.isEmpty else { return ready }
        guard !executor.isRefused else { return nil }
        let deadline = ContinuousClock.now + limit
        await withTaskCancellationHandler {
            guard !executor.waitInPlace(until: deadline) else { return }
            // A continuation resumes on the shared pool even for an actor that has a thread of its
            // own, unless the task prefers that thread: two changes of thread otherwise.
            await withTaskExecutorPreference(executor) {
                await withCheckedContinuation { executor.wait($0, until: deadline) }
            }
        } onCancel: {
            executor.interrupt()
        }
        guard executor.isOpen, !executor.isRefused, !Task.isCancelled else { return nil }
        return drain()
    }

    package nonisolated func wake() { executor.interrupt() }

    package func close() { executor.closeSockets() }

    /// Whether the hub refused the key: nothing is sent or received by this connection.
    package var isRefused: Bool { executor.isRefused }

    package var droppedCounts: [String: Int64] { dropped }

    /// libzmq refuses a subscription only for a closed or wrong socket, and this one is neither.
    private func setSubscription(_ option: Int32, _ prefix: String) {
        _ = try? executor.withSockets { sockets throws(ZeroMQError) in
            try sockets.subscriber.set(option, prefix)
        }
    }

    /// Takes what has arrived. What has more than one part is counted and forgotten.
    private func drain() -> [Frame] {
        let arrived = executor.drain()
        for count in arrived.misshapen {
            dropped[WireError.partCount(count).reason, default: 0] += 1
        }
        return arrived.frames
    }
}
