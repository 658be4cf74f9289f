internal import Bus
internal import Glibc
internal import HubCore
internal import Messages
internal import ServiceKit

/// What the hub says of itself: a heartbeat each second, with what passed since it started.
struct HubVoice: ForwarderObserver {
    private var counts = TrafficCounts()
    private let clinic: String
    private let incarnation: String
    private let notice: ReadinessNotice?

    init(clinic: String, notice: ReadinessNotice?) {
        self.clinic = clinic
        self.notice = notice
        incarnation = Self.freshIdentifier(at: Self.wallTime)
    }

    mutating func began(topic: Span<UInt8>) { counts.began(topic: topic) }
    mutating func passed(byteCount: Int) { counts.passed(byteCount: byteCount) }

    mutating func second() -> [Frames] {
        notice?.send("WATCHDOG=1")
        let now = Self.wallTime
        var heartbeat = Heartbeat(
            identity: .hub, incarnation: incarnation, version: CairnVersion.text, state: .ready)
        heartbeat.progress = UInt64(counts.messages)
        heartbeat.counters = counts.counters
        heartbeat.residentBytes = Self.residentBytes
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

    private static var wallTime: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    private static func freshIdentifier(at time: Timestamp) -> String {
        var system = SystemRandomNumberGenerator()
        var source = IdentifierSource(high: system.next(), low: system.next(), time: time)
        return source.next()
    }

    /// The second number of `statm`, in pages.
    private static var residentBytes: Int64 {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = read(file, &buffer, buffer.count)
        let numbers = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(
            separator: " ")
        guard numbers.count > 1, let pages = Int64(numbers[1]) else { return 0 }
        return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }
}
