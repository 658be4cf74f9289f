internal import Bus
internal import HubCore
internal import Messages

/// A hub that decides and counts as the clinic's does.
struct HubRole {
    private let doors: HubDoors
    private let policy: MeasuredPolicy

    init(_ settings: RoleSettings) throws {
        let keys = try settings.keys()
        let access = Participants.accessList(readers: settings.number("readers"), keys: keys)
        let identities = access.peers.map { ($0.identity, $0.slot) }
        doors =
            keys.map {
                HubDoors(
                    addresses: [settings.address], identities: identities,
                    secretKey: $0.hub.secretKey)
            } ?? HubDoors(measuring: [settings.address], identities: identities)
        policy = MeasuredPolicy(access: access, namesAreProven: keys != nil)
    }

    func forward() async throws {
        let forwarder = try await Forwarder.start(doors: doors, policy: policy)
        try await forwarder.waitUntilStopped()
    }
}

/// Judges keys, routes and counts each message as the clinic's hub does, and speaks once a second.
private struct MeasuredPolicy: ForwardingPolicy {
    private let access: AccessList
    private var switchboard: Switchboard

    init(access: AccessList, namesAreProven: Bool) {
        self.access = access
        switchboard = Switchboard(
            lines: access.peers.map {
                Switchboard.Line(identity: $0.identity, permission: $0.permission)
            }, namesAreProven: namesAreProven, salt: 1)
    }

    mutating func admit(key: String, at door: Identity?, from peer: String) -> Identity? {
        guard case .admitted(let identity) = access.admission(ofKey: key, at: door) else {
            return nil
        }
        return identity
    }

    mutating func route(topic: Span<UInt8>, from sender: Span<UInt8>, byteCount: Int) -> [Int] {
        guard
            case .forward(let places) = switchboard.route(
                topic: topic, from: sender, byteCount: byteCount)
        else { return [] }
        return places
    }

    mutating func suspended(_ place: Int) {}
    mutating func droppedParts(_ count: Int, from sender: Span<UInt8>) {}

    mutating func second() {}
    var isAskedToBeat: Bool { false }

    mutating func beat() -> [Frame] {
        var heartbeat = Heartbeat(identity: .hub, incarnation: "1", version: "1", state: .ready)
        heartbeat.counters = switchboard.traffic.counters
        guard let data = try? JSONText.encode(heartbeat) else { return [] }
        return [
            Frame(
                RawMessage(
                    topic: Array("status.hub.heartbeat".utf8),
                    attributes: Array(Sample.attributes.utf8), data: data))
        ]
    }
}
