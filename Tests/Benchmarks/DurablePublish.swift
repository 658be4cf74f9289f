internal import Foundation

/// Events that are on disk before anybody hears of them.
enum DurablePublish {
    static let subject = "durable publish"

    private enum Kind: CaseIterable {
        case file, journal, event, redis, jetstream

        var role: Role {
            switch self {
            case .file: .fileAppend
            case .journal: .journalAppend
            case .event: .eventAppend
            case .redis, .jetstream: .brokerAppend
            }
        }

        var broker: Broker? {
            switch self {
            case .redis: .redis
            case .jetstream: .nats
            case .file, .journal, .event: nil
            }
        }

        var isThere: Bool { broker.map { $0.program != nil } ?? true }
    }

    static func run(_ plan: Plan) throws -> [Row] {
        try [1, 8].flatMap { writers in
            try [1, 64, 1024].flatMap { batch in
                try rows(plan, writers: writers, batch: batch)
            }
        }
    }

    private static func rows(_ plan: Plan, writers: Int, batch: Int) throws -> [Row] {
        let kinds = Kind.allCases.filter(\.isThere)
        let results = try interleaved(kinds, rounds: plan.rounds) {
            try rate($0, plan: plan, writers: writers, batch: batch)
        }
        let rates = Dictionary(uniqueKeysWithValues: zip(kinds, results))
        let setting = "batch \(batch), \(writers == 1 ? "1 writer" : "\(writers) writers")"
        let ours = rates[.journal] ?? []
        func row(_ kind: Kind, _ name: String, _ goal: Row.Goal?, _ note: String = "") -> Row {
            let theirs = rates[kind]
            return Row(
                what: subject, setting: setting, ours: Figure.rate(Spread(ours).median),
                against: theirs.map { "\(name) \(Figure.rate(Spread($0).median))" }
                    ?? "\(name): not installed",
                ratio: theirs.map { Spread.ratio(ours, $0) }, goal: goal, note: note)
        }
        let isGoal = batch >= 64 && writers == 1
        let whole = rates[.event] ?? []
        return [
            row(.file, "append + fdatasync", nil),
            row(.redis, "redis XADD always", isGoal ? .atLeast(1.2) : nil),
            row(.jetstream, "JetStream file", nil, "acknowledges before fsync"),
            Row(
                what: "… with envelopes encoded", setting: setting,
                ours: Figure.rate(Spread(whole).median),
                against: "committing alone \(Figure.rate(Spread(ours).median))",
                ratio: Spread.ratio(whole, ours)),
        ]
    }

    /// Events per second of all writers together.
    private static func rate(_ kind: Kind, plan: Plan, writers: Int, batch: Int) throws -> Double {
        try Stage.with { stage in
            let broker = try kind.broker?.start(on: stage, durable: true)?.settings ?? [:]
            for index in 0..<writers {
                try stage.start(
                    kind.role,
                    [
                        "index": "\(index)", "batch": "\(batch)", "bytes": "256",
                        "folder": stage.folder, "writers": "\(writers)",
                        "nanoseconds": "\(Int(plan.window * 1e9))",
                    ].merging(broker) { $1 })
            }
            try wait(for: "the writers' start") {
                try stage.checkChildren()
                return stage.board.allJoined(writers)
            }
            stage.board[.go] = 1
            try wait(for: "the writers' end", every: 5_000) {
                (0..<writers).allSatisfy { stage.board[.elapsed($0)] > 0 }
            }
            // Each by its own time: they end with a batch, not with the clock.
            return (0..<writers).reduce(0.0) { sum, index in
                let events = Double(stage.board[.received(index)])
                return sum + events / Double(stage.board[.elapsed(index)]) * 1e9
            }
        }
    }
}
