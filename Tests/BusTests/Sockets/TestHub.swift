import Bus
import Foundation
import Messages
import Synchronization
import Testing

/// A real hub over real sockets in a folder of its own, with keys. It lets everyone say anything to
/// everyone: who may is the business of the policy, and not of the sockets.
final class TestHub: Sendable {
    let address: HubAddress
    let hubKeys: KeyPair
    private let keys: [Identity: KeyPair]
    private let running = Mutex<Forwarder?>(nil)
    private let misshapen = Count()

    /// Messages of more than one part.
    var misshapenCount: Int { misshapen.value.withLock { $0 } }

    fileprivate final class Count: Sendable { let value = Mutex(0) }
    static let identities: [Identity] = ["peer", "scheduler", "reader"]

    init(folder: String) throws {
        address = .local(run: folder)
        hubKeys = try KeyPair.generate()
        keys = try Dictionary(
            uniqueKeysWithValues: Self.identities.map { ($0, try KeyPair.generate()) })
    }

    func start() async throws {
        let doors = HubDoors(
            addresses: [address],
            identities: Self.identities.enumerated().map { ($0.element, $0.offset) },
            secretKey: hubKeys.secretKey)
        let names = Dictionary(uniqueKeysWithValues: keys.map { ($0.value.publicKey, $0.key) })
        let forwarder = try await Forwarder.start(
            doors: doors, policy: OpenPolicy(names: names, misshapen: misshapen))
        running.withLock { $0 = forwarder }
    }

    func stop() async throws {
        let forwarder = running.withLock { $0.take() }
        forwarder?.stop()
        try await forwarder?.waitUntilStopped()
    }

    /// What an identity needs to join.
    func credentials(
        of identity: Identity = "peer", keys pair: KeyPair? = nil, hubKey: String? = nil
    )
        throws -> PeerCredentials
    {
        let slot = try #require(Self.identities.firstIndex(of: identity))
        return PeerCredentials(
            identity: identity, address: address, slot: slot,
            keys: try pair ?? #require(keys[identity]), hubKey: hubKey ?? hubKeys.publicKey)
    }

    /// The keys of one of its identities.
    func keys(of identity: Identity) throws -> KeyPair { try #require(keys[identity]) }

    func connect(as identity: Identity = "peer") throws -> BusConnection {
        try BusConnection(credentials(of: identity))
    }
}

/// Lets every known key in at its own door, and sends everything to everyone.
private struct OpenPolicy: ForwardingPolicy {
    let names: [String: Identity]
    let misshapen: TestHub.Count

    func admit(key: String, at door: Identity?, from peer: String) -> Identity? {
        names[key].flatMap { door == nil || door == $0 ? $0 : nil }
    }

    func route(topic: Span<UInt8>, from sender: Span<UInt8>, byteCount: Int) -> [Int] {
        sender.isEmpty ? [] : Array(TestHub.identities.indices)
    }

    func suspended(_ place: Int) {}
    func droppedParts(_ count: Int, from sender: Span<UInt8>) {
        misshapen.value.withLock { $0 += 1 }
    }

    func second() {}
    var isAskedToBeat: Bool { false }
    func beat() -> [Frame] {
        [Frame(RawMessage(topic: Array("status.hub.heartbeat".utf8), attributes: [1], data: [2]))]
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
        let probe = Frame(
            RawMessage(topic: Array("\(prefix)\(name)".utf8), attributes: [1], data: []))
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
