internal import Bus
package import Messages

/// A peer's place on an ``InMemoryHub``; usable with and without async.
package final class InMemoryConnection: MessageBus {
    private let hub: InMemoryHub
    private let number: Int

    init(hub: InMemoryHub, number: Int) {
        self.hub = hub
        self.number = number
    }

    /// Delivers a frame before it returns; after ``leave()`` it goes nowhere.
    package func send(_ frame: Frame) { try? hub.deliver([frame], from: number) }

    /// The same for a message alone in its frame.
    package func send(_ message: RawMessage) { send(Frame(message)) }

    /// Everything that has arrived since the last time.
    package func drain() -> [Frame] { dequeue(atMost: .max) }

    /// Takes in every frame with that prefix, which must end with a dot or a line feed.
    package func listen(to prefix: String) {
        prefix.requireSubscriptionPrefix()
        hub.with(number) { $0.subscriptions.append(Array(prefix.utf8)) }
    }

    /// Leaves the bus: nothing more arrives.
    package func leave() {
        hub.with(number, resuming: true) { peer in
            peer.isOpen = false
            peer.queue = []
        }
    }

    package func publish(_ frames: [Frame]) async throws {
        try hub.deliver(frames, from: number)
    }

    package func subscribe(_ prefix: String) async { listen(to: prefix) }

    package func unsubscribe(_ prefix: String) async {
        hub.with(number) { peer in
            if let index = peer.subscriptions.firstIndex(of: Array(prefix.utf8)) {
                peer.subscriptions.remove(at: index)
            }
        }
    }

    package func receive(waitingAtMost limit: Duration) async -> [Frame]? {
        guard hub.with(number, { $0.isOpen }), !Task.isCancelled else { return nil }
        let ready = dequeue(atMost: receiveBatchLimit)
        guard ready.isEmpty else { return ready }
        await waitForInput(atMost: limit)
        guard hub.with(number, { $0.isOpen }), !Task.isCancelled else { return nil }
        return dequeue(atMost: receiveBatchLimit)
    }

    package func wake() {
        hub.with(number, resuming: true) { peer in peer.isInterrupted = peer.waiter == nil }
    }

    package func close() async { leave() }

    package var droppedCounts: [String: Int64] {
        get async { hub.with(number) { $0.dropped } }
    }

    private func waitForInput(atMost limit: Duration) async {
        let hub = hub
        let number = number
        let ticket = hub.nextTicket()
        let alarm = Task {
            try await Task.sleep(for: limit)
            hub.expire(number, ticket: ticket)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { hub.wait(number, $0, ticket: ticket) }
        } onCancel: {
            wake()
        }
        alarm.cancel()
    }

    private func dequeue(atMost limit: Int) -> [Frame] {
        hub.with(number) { peer in
            var bytes = 0
            let batch = Array(
                peer.queue.prefix(limit).prefix { frame in
                    defer { bytes += frame.bytes.count }
                    return bytes < receiveBatchBytes
                })
            peer.queue.removeFirst(batch.count)
            return batch
        }
    }
}
