internal import Bus
internal import HubCore
internal import Messages
internal import ServiceKit

/// What the hub says of itself: a heartbeat each second, with what passed since it started.
struct HubVoice: ForwarderObserver {
    private var counts = TrafficCounts()
    private let clinic: String
    private let incarnation: String
    private let notification: SystemNotification

    init(clinic: String, notification: SystemNotification) {
        self.clinic = clinic
        self.notification = notification
        incarnation = Self.freshIdentifier(at: WallClock.now)
    }

    mutating func began(topic: Span<UInt8>) { counts.began(topic: topic) }
    mutating func passed(byteCount: Int) { counts.passed(byteCount: byteCount) }

    mutating func second() -> [Frames] {
        notification.watchdog()
        let now = WallClock.now
        var heartbeat = Heartbeat(
            identity: .hub, incarnation: incarnation, version: CairnVersion.text, state: .ready)
        heartbeat.progress = UInt64(counts.messages)
        heartbeat.counters = counts.counters
        heartbeat.residentBytes = ResidentMemory.bytes
        var attributes = Attributes(
            id: MessageID(Self.freshIdentifier(at: now)), source: "/\(clinic)/hub",
            type: "heartbeat.v1", time: now)
        attributes.dataclassification = .operational
        guard let data = try? JSONText.encode(heartbeat),
            let envelope = try? Envelope(
                topic: .heartbeat(of: .hub), attributes: attributes, data: data)
        else { return [] }
        return [envelope.frames]
    }

    private static func freshIdentifier(at time: Timestamp) -> String {
        var system = SystemRandomNumberGenerator()
        var source = IdentifierSource(high: system.next(), low: system.next(), time: time)
        return source.next()
    }
}
