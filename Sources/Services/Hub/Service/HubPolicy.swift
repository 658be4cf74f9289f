internal import Bus
internal import HubCore
internal import Messages
internal import Platform
internal import ServiceKit

/// What the hub decides and says: whom it lets in, where messages go, and a heartbeat each second.
struct HubPolicy: ForwardingPolicy {
    private let access: AccessList
    private let clinic: String
    private let incarnation: String
    private let notification: SystemNotification
    private var switchboard: Switchboard
    private var refusals = RefusalLog()
    private var suspended: Set<Identity> = []
    private(set) var isAskedToBeat = false

    init(access: AccessList, clinic: String, notification: SystemNotification) {
        var chance = SystemRandomNumberGenerator()
        self.access = access
        self.clinic = clinic
        self.notification = notification
        incarnation = HubPolicy.freshIdentifier()
        switchboard = Switchboard(
            lines: access.peers.map {
                Switchboard.Line(identity: $0.identity, permission: $0.permission)
            }, salt: chance.next())
    }

    mutating func admit(key: String, at door: Identity?, from peer: String) -> Identity? {
        switch access.admission(ofKey: key, at: door) {
        case .admitted(let identity): return identity
        case .unknown: refusals.record(key: key, of: nil, from: peer, .unknownKey)
        case .revoked(let identity):
            refusals.record(key: key, of: identity, from: peer, .revokedKey)
        case .wrongDoor(let identity):
            refusals.record(key: key, of: identity, from: peer, .wrongDoor)
        }
        return nil
    }

    mutating func route(topic: Span<UInt8>, from sender: Span<UInt8>, byteCount: Int) -> [Int] {
        switch switchboard.route(topic: topic, from: sender, byteCount: byteCount) {
        case .forward(let places):
            if Switchboard.asksForHeartbeat(topic) { isAskedToBeat = true }
            return places
        case .drop(let reason):
            refusals.record(topic: topic, from: sender, reason)
            return []
        }
    }

    mutating func suspended(_ place: Int) {
        suspended.insert(access.peers[place].identity)
        refusals.recordSuspension(of: access.peers[place].identity)
    }

    mutating func droppedParts(_ count: Int, from sender: Span<UInt8>) {
        refusals.record(parts: count, from: sender)
    }

    mutating func second() {
        notification.watchdog()
        refusals.second()
    }

    mutating func beat() -> [Frame] {
        isAskedToBeat = false
        let now = WallClock.now
        var heartbeat = Heartbeat(
            identity: .hub, incarnation: incarnation, version: CairnVersion.text,
            state: suspended.isEmpty ? .ready : .degraded)
        heartbeat.progress = UInt64(switchboard.traffic.messages)
        heartbeat.counters = switchboard.traffic.counters.merging(
            refusals.counters
        ) { own, _ in own }
        heartbeat.refusals = refusals.peers.isEmpty ? nil : refusals.peers
        heartbeat.residentBytes = ResidentMemory.bytes
        var attributes = Attributes(
            id: MessageID(HubPolicy.freshIdentifier()), source: "/\(clinic)/hub",
            type: "heartbeat.v1", time: now)
        attributes.dataclassification = .operational
        guard let data = try? JSONText.encode(heartbeat),
            let envelope = try? Envelope(
                topic: .heartbeat(of: .hub), attributes: attributes, data: data)
        else { return [] }
        return [envelope.frame]
    }

    private static func freshIdentifier() -> String {
        var chance = SystemRandomNumberGenerator()
        var source = IdentifierSource(
            high: chance.next(), low: chance.next(), time: WallClock.now)
        return source.next()
    }
}
