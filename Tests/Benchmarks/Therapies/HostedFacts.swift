internal import Foundation

/// A fact through the host of a therapy and its program, beside a host that does the same in its own
/// process; and a year's history taken in.
enum HostedFacts {
    static let fact = "a fact through a therapy"
    static let year = "a therapy takes in a year"

    /// The facts of a year: a clinic of eighty clients records about so many that a therapy reads.
    private static let yearFacts = 20_000
    private static let goalPerSecond = 5_000.0

    /// How facts come: so many in a commit, so many in all.
    private struct Load {
        var batch: Int
        var count: Int
        var pause: Int64
    }

    static func run(_ plan: Plan) throws -> [Row] { try live(plan) + past(plan) }

    // MARK: - As they come

    private static func live(_ plan: Plan) throws -> [Row] {
        let loads = [
            Load(batch: 1, count: plan.isShort ? 640 : 2_560, pause: 2_500),
            Load(batch: 64, count: plan.isShort ? 3_200 : 12_800, pause: 25_000),
        ]
        let kinds = TaughtTherapy.allCases
        let results = try interleaved(kinds, rounds: plan.rounds) { try spent($0, on: loads) }
        return loads.indices.flatMap { index in
            kinds.indices.dropFirst().map { kind in
                row(
                    kinds[kind], loads[index], results[kind].map { $0[index] },
                    beside: results[0].map { $0[index] })
            }
        }
    }

    /// What each fact of some loads costs host and program.
    private static func spent(_ therapy: TaughtTherapy, on loads: [Load]) throws
        -> [TherapyStage.Spent]
    {
        try Stage.with { stage in
            let clinic = try TherapyStage(of: therapy, on: stage)
            try clinic.startRecording()
            let host = try clinic.startHost()
            // What is new to it, in both processes, is had before.
            var recorded = 64
            clinic.record(recorded, batch: 64, every: 1_000)
            try clinic.waitUntilTold(recorded)
            return try loads.map { load in
                let before = clinic.spent(host)
                recorded += load.count
                clinic.record(recorded, batch: load.batch, every: load.pause)
                try clinic.waitUntilTold(recorded)
                let used = clinic.spent(host) - before
                return TherapyStage.Spent(
                    host: used.host / Double(load.count), child: used.child / Double(load.count))
            }
        }
    }

    private static func row(
        _ therapy: TaughtTherapy, _ load: Load, _ ours: [TherapyStage.Spent],
        beside core: [TherapyStage.Spent]
    ) -> Row {
        let whole = ours.map { $0.host + $0.child }
        let alone = core.map(\.host)
        return Row(
            what: fact,
            setting:
                "\(therapy.words), commits of \(load.batch), 1 of \(Attendance.share) answered",
            ours: microseconds(whole), against: "in the host's own process \(microseconds(alone))",
            ratio: Spread.ratio(whole, alone), goal: therapy == .swift ? .atMost(1.5) : nil,
            note: "host \(microseconds(ours.map(\.host))),"
                + " program \(microseconds(ours.map(\.child)))")
    }

    private static func microseconds(_ nanoseconds: [Double]) -> String {
        "\(Figure.plain(Spread(nanoseconds).median / 1_000)) µs"
    }

    // MARK: - As history

    private static func past(_ plan: Plan) throws -> [Row] {
        let kinds = TaughtTherapy.allCases
        let results = try interleaved(kinds, rounds: plan.rounds) { try takingIn($0) }
        return kinds.indices.map { kind in
            let rates = results[kind].map(\.perSecond)
            return Row(
                what: year, setting: "\(kinds[kind].words), \(yearFacts) facts",
                ours: Figure.rate(Spread(rates).median), against: Figure.rate(goalPerSecond),
                ratio: Spread(rates.map { $0 / goalPerSecond }),
                goal: kinds[kind] == .python ? nil : .atLeast(1),
                note: "host \(microseconds(results[kind].map(\.spent.host))),"
                    + " program \(microseconds(results[kind].map(\.spent.child))) a fact")
        }
    }

    /// Facts in a second, from the host's first ask for them until its program was told the last.
    private static func takingIn(_ therapy: TaughtTherapy) throws
        -> (perSecond: Double, spent: TherapyStage.Spent)
    {
        try Stage.with { stage in
            let clinic = try TherapyStage(of: therapy, on: stage)
            try clinic.startRecording()
            clinic.record(yearFacts, batch: 500, every: 1_000)
            try wait(for: "a year of attendance", seconds: 120, every: 1_000) {
                try stage.checkChildren()
                return stage.board[.sent] >= Int64(yearFacts)
            }
            let host = try clinic.startHost()
            try clinic.waitUntilTold(yearFacts)
            let used = clinic.spent(host)
            let seconds = Double(clinic.toldAt - clinic.firstAsk) / 1e9
            let facts = Double(yearFacts)
            return (
                facts / seconds,
                TherapyStage.Spent(host: used.host / facts, child: used.child / facts)
            )
        }
    }
}
