internal import Foundation
internal import Journal
internal import Messages
internal import PeerKit
internal import SchedulerCore

/// A long history: folded into a core again, and brought to a reader that has nothing yet.
enum Rebuilding {
    static let rebuild = "rebuild of a core"
    static let replay = "replay to a fresh reader"

    static func run(_ plan: Plan) throws -> [Row] {
        try Stage.with { stage in
            let clinic = try ClinicStage(on: stage)
            try clinic.fillJournal(events: plan.events)
            let rebuild = try rebuilding(clinic, events: plan.events)
            let share = try decoding(clinic, events: plan.events)
            let ours = try replaying(clinic, events: plan.events)
            let peers: [(name: String, broker: Broker)] = [
                ("JetStream consumer", .nats), ("redis XREAD", .redis),
            ]
            let own = Row(
                what: replay, setting: "\(plan.events) events", ours: Figure.rate(ours),
                against: "one decoding of attributes and data \(Figure.plain(share)) s",
                ratio: Spread([Double(plan.events) / ours / share]))
            return try [rebuilding(rebuild, beside: share, events: plan.events), own]
                + peers.map { peer in
                    let theirs = try reading(peer.broker, events: plan.events)
                    return Row(
                        what: replay, setting: "\(plan.events) events",
                        ours: Figure.rate(ours),
                        against: "\(peer.name) \(theirs.map(Figure.rate) ?? "not installed")",
                        ratio: theirs.map { Spread([ours / $0]) },
                        note: "ours is checked and committed; theirs is counted")
                }
        }
    }

    /// Seconds in which the scheduler's core comes from its journal, as at each start of the
    /// process.
    private static func rebuilding(_ clinic: ClinicStage, events: Int) throws -> Double {
        let journal = try clinic.openJournal()
        defer { journal.close() }
        let engine = try clinic.engine(Agenda())
        let start = nanosecondsNow
        let peer = try Peer(
            engine: engine, journal: journal, token: String(repeating: "0", count: 32),
            wall: Timestamp(milliseconds: 0), seed: 1)
        let whole = Double(nanosecondsNow - start) / 1e9
        guard peer.engine.heads.values.first?.sequence == Int64(events) else {
            throw BenchmarkError("the rebuilt core has another history")
        }
        return whole
    }

    private static func rebuilding(_ whole: Double, beside share: Double, events: Int) -> Row {
        Row(
            what: rebuild, setting: "\(events) events",
            ours: "\(Figure.plain(whole)) s, \(Figure.rate(Double(events) / whole))",
            against: "one decoding of attributes and data \(Figure.plain(share)) s",
            ratio: Spread([whole / share]), note: "corrections are looked up first")
    }

    /// Seconds that one decoding of each entry takes, and nothing else.
    private static func decoding(_ clinic: ClinicStage, events: Int) throws -> Double {
        let journal = try clinic.openJournal()
        defer { journal.close() }
        let sample = try journal.entries(after: 0, limit: 5_000)
        let start = nanosecondsNow
        for entry in sample {
            _ = try JSONText.decode(Attributes.self, from: entry.raw.attributes)
            _ = try JSONText.decode(SessionScheduled.self, from: entry.raw.data)
        }
        return Double(nanosecondsNow - start) / 1e9 * Double(events) / Double(sample.count)
    }

    /// Events per second of a new reader, from its first commit to its last. Before the first it
    /// listens for services that this stage does not have, as any that starts.
    private static func replaying(_ clinic: ClinicStage, events: Int) throws -> Double {
        let board = clinic.stage.board
        try clinic.startHub()
        try clinic.start(.owner)
        try wait(for: "the owner", seconds: 600, every: 5_000) {
            try clinic.stage.checkChildren()
            return board[.joined(0)] != 0
        }
        try clinic.start(.reader)
        try wait(for: "the reader", seconds: 20) { board[.joined(1)] != 0 }
        try wait(for: "the first events", seconds: 60) { board[.received(0)] > 0 }
        let (start, first) = (nanosecondsNow, board[.received(0)])
        try wait(for: "the replay", seconds: 1_200) {
            try clinic.stage.checkChildren()
            return board[.received(0)] >= Int64(events)
        }
        return Double(Int64(events) - first) / Double(nanosecondsNow - start) * 1e9
    }

    private static func reading(_ broker: Broker, events: Int) throws -> Double? {
        guard broker.program != nil else { return nil }
        return try Stage.with { stage in
            guard let running = try broker.start(on: stage, durable: broker == .nats) else {
                return nil
            }
            stage.board[.go] = 1
            let settings = running.settings.merging(["index": "0", "bytes": "256"]) { $1 }
            try stage.start(
                .brokerAppend,
                settings.merging(["batch": "1000", "nanoseconds": "\(Int64.max / 2)"]) { $1 })
            try wait(for: "the history", seconds: 600, every: 1_000) {
                stage.board[.received(0)] >= Int64(events)
            }
            try stage.start(.brokerRead, settings.merging(["count": "\(events)"]) { $1 })
            try wait(for: "the reader", seconds: 600, every: 1_000) {
                stage.board[.elapsed(1)] != 0
            }
            return Double(events) / Double(stage.board[.elapsed(1)]) * 1e9
        }
    }
}
