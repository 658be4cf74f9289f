internal import Foundation

/// Events from one publisher through a server to its subscribers.
struct Flow {
    /// What stands in the middle.
    enum Server {
        case hub, proxy
        case broker(Broker)

        var name: String {
            switch self {
            case .hub: "hub"
            case .proxy: "proxy"
            case .broker(let broker): broker.rawValue
            }
        }
    }

    var name: String
    var server: Server
    var publisher: Role
    var subscriber: Role
    var subscribers = 1
    /// How many may read what is published, there or not; only the hub asks.
    var readers: Int?
    /// Whether all connections are encrypted with CURVE.
    var isEncrypted = false
    var dataBytes = 256
    /// Events of one commit: ours publishes them in one frame, a broker gets a message for each.
    var batch = 1
    /// Whether the publisher keeps within ``window``; otherwise it never looks.
    var isPaced = true
    /// Whether subscribers in C leave the frames unread, but for the first event's mark.
    var isUnread = false

    /// How many events the publisher may be ahead of the slowest subscriber. No queue of 1,000
    /// frames overflows by it, of which libzmq tells a sender of free room only when half was read;
    /// and what is under way stays in the processor's caches.
    private var window: Int { batch == 1 ? 400 : batch * 64 }

    /// What came of it.
    struct Outcome {
        var delivered: Double
        /// Of what was sent, the part that did not arrive at a subscriber.
        var lost: Double
        var serverNanoseconds: Double
        var subscriberNanoseconds: Double

    }

    /// Delivered events per second and subscriber, and processor time for each.
    func measure(seconds: Double) throws -> Outcome {
        try Stage.with { stage in
            var common = [
                "bytes": "\(dataBytes)", "subscribers": "\(subscribers)",
                "window": "\(isPaced ? window : 0)", "batch": "\(batch)",
                "unread": "\(isUnread ? batch : 0)", "server": server.name,
            ]
            if isEncrypted {
                common["keys"] = "\(stage.folder)/keys.json"
                try StageKeys(readers: readers ?? subscribers).write(
                    to: "\(stage.folder)/keys.json")
            }
            let (pid, told) = try startServer(on: stage, common)
            common.merge(told) { $1 }
            let readers = try (0..<subscribers).map { index in
                try stage.start(
                    subscriber, common.merging(["index": "\(index)"]) { own, _ in own })
            }
            try stage.start(publisher, common)
            try wait(for: "\(name): joining") {
                try stage.checkChildren()
                return stage.board.allJoined(subscribers + 1)
            }
            stage.board[.go] = 1
            pause(seconds: min(0.1, seconds / 2))
            let before = snapshot(stage, server: pid, readers: readers)
            pause(seconds: seconds)
            let after = snapshot(stage, server: pid, readers: readers)
            stage.board[.go] = 0
            try stage.checkChildren()
            waitUntilQuiet(stage)
            let sent = stage.board[.sent] * Int64(subscribers)
            let received = stage.board.received(subscribers)
            let events = Double(after.received - before.received)
            let time = Double(after.time - before.time) / 1e9
            return Outcome(
                delivered: events / time / Double(subscribers),
                lost: Double(sent - received) / Double(max(sent, 1)),
                serverNanoseconds: Double(after.server - before.server) / events,
                subscriberNanoseconds: Double(after.readers - before.readers) / events)
        }
    }

    private struct Snapshot {
        var time, received, server, readers: Int64
    }

    private func snapshot(_ stage: Stage, server: Int32, readers: [Int32]) -> Snapshot {
        Snapshot(
            time: nanosecondsNow, received: stage.board.received(subscribers),
            server: Stage.processorTime(server),
            readers: readers.reduce(0) { $0 + Stage.processorTime($1) })
    }

    private func startServer(
        on stage: Stage, _ settings: [String: String]
    ) throws -> (pid: Int32, told: [String: String]) {
        switch server {
        case .hub:
            let readers = ["readers": "\(readers ?? subscribers)"]
            return (try stage.start(.hub, settings.merging(readers) { $1 }), [:])
        case .proxy: return (try stage.start(.proxy, settings), [:])
        case .broker(let broker):
            guard let running = try broker.start(on: stage, isEncrypted: isEncrypted) else {
                throw BenchmarkError("\(broker.rawValue) is not installed")
            }
            return (running.pid, running.settings)
        }
    }

    /// What is still on its way arrives, or never will.
    private func waitUntilQuiet(_ stage: Stage) {
        var last = (received: Int64(-1), sent: Int64(-1))
        var since = nanosecondsNow
        while nanosecondsNow - since < 60_000_000 {
            let now = (stage.board.received(subscribers), stage.board[.sent])
            if now != last { (last, since) = (now, nanosecondsNow) }
            pause(seconds: 0.005)
        }
    }
}
