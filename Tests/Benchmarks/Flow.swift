internal import Foundation

/// Messages from one publisher through a server to its subscribers.
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
    /// A window that no queue of 1,000 overflows: libzmq tells a sender of free room only when half
    /// of the queue was read.
    static let paced = 400

    /// How many messages the publisher may be ahead of the slowest subscriber; 0: it never looks.
    var window = 0

    /// What came of it.
    struct Outcome {
        var delivered: Double
        /// Of what was sent, the part that did not arrive at a subscriber.
        var lost: Double
        var serverNanoseconds: Double
        var subscriberNanoseconds: Double

        /// Two figures, for the note.
        var share: String { "lost \(Figure.share(lost))" }
    }

    /// Delivered messages per second and subscriber, and processor time for each.
    func measure(seconds: Double) throws -> Outcome {
        try Stage.with { stage in
            var common = [
                "bytes": "\(dataBytes)", "subscribers": "\(subscribers)", "window": "\(window)",
                "server": server.name,
            ]
            if isEncrypted {
                common["keys"] = "\(stage.folder)/keys.json"
                try StageKeys(readers: readers ?? subscribers).write(
                    to: "\(stage.folder)/keys.json")
            }
            let (pid, port) = try startServer(on: stage, common)
            common["port"] = "\(port)"
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
            let messages = Double(after.received - before.received)
            let time = Double(after.time - before.time) / 1e9
            return Outcome(
                delivered: messages / time / Double(subscribers),
                lost: Double(sent - received) / Double(max(sent, 1)),
                serverNanoseconds: Double(after.server - before.server) / messages,
                subscriberNanoseconds: Double(after.readers - before.readers) / messages)
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
    ) throws -> (pid: Int32, port: Int) {
        switch server {
        case .hub:
            let readers = ["readers": "\(readers ?? subscribers)"]
            return (try stage.start(.hub, settings.merging(readers) { $1 }), 0)
        case .proxy: return (try stage.start(.proxy, settings), 0)
        case .broker(let broker):
            guard let started = try broker.start(on: stage) else {
                throw BenchmarkError("\(broker.rawValue) is not installed")
            }
            return started
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
