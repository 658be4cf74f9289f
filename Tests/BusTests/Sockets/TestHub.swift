import Bus
import Foundation
import Messages
import Synchronization
import Testing

/// A real hub over real sockets in a folder of its own.
final class TestHub: Sendable {
    let endpoints: HubEndpoints
    private let running = Mutex<Forwarder?>(nil)

    init(folder: String) throws {
        endpoints = try HubEndpoints(
            incoming: "ipc://\(folder)/in.sock", outgoing: "ipc://\(folder)/out.sock")
    }

    func start() async throws {
        let forwarder = try await Forwarder.start(
            endpoints: endpoints, observer: TestVoice())
        running.withLock { $0 = forwarder }
    }

    func stop() async throws {
        let forwarder = running.withLock { $0.take() }
        forwarder?.stop()
        try await forwarder?.waitUntilStopped()
    }

    func connect() throws -> BusConnection { try BusConnection(endpoints: endpoints) }
}

/// A hub that says each second that it is there.
private struct TestVoice: ForwarderObserver {
    func began(topic: Span<UInt8>) {}
    func passed(byteCount: Int) {}

    func second() -> [Frames] {
        [Frames(topic: Array("status.hub.heartbeat".utf8), attributes: [1], data: [2])]
    }
}

/// Runs a hub for as long as `body` does.
func withTestHub(_ body: (TestHub) async throws -> Void) async throws {
    let folder = URL.temporaryDirectory.appending(path: "bus-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let hub = try TestHub(folder: folder.path)
    try await hub.start()
    do {
        try await body(hub)
    } catch {
        try await hub.stop()
        throw error
    }
    try await hub.stop()
}

extension MessageBus {
    /// Joins as the protocol has it: sends itself probes until one comes back.
    func join(_ name: Identity) async throws {
        await subscribe("inbox.\(name).")
        try await settle(name)
    }

    /// Waits until everything subscribed before has reached the hub: the pipe is in order.
    func settle(_ name: Identity = "alice") async throws {
        let token = UUID().uuidString.lowercased()
        let prefix = "inbox.\(name).\(token)."
        await subscribe(prefix)
        let probe = Frames(topic: Array("\(prefix)\(name)".utf8), attributes: [1], data: [])
        while true {
            try await publish([probe])
            let batch = try #require(await receive(waitingAtMost: .milliseconds(20)))
            if batch.contains(probe) { break }
        }
        await unsubscribe(prefix)
        // Probes that were sent in vain may still come: the last one closes the row.
        while let batch = await receive(waitingAtMost: .milliseconds(50)), !batch.isEmpty {}
    }
}
