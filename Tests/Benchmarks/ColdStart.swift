internal import ClinicFiles
internal import Foundation

/// From the start of a service's process until it is ready, by the length of its history: once as
/// it folds all of it, and then from the snapshot that this leaves.
enum ColdStart {
    static let subject = "cold start"

    static func run(_ plan: Plan) throws -> [Row] {
        let lengths = [10_000, plan.events]
        let stages = try lengths.map { events in
            let clinic = try ClinicStage(on: Stage())
            try clinic.fillJournal(events: events)
            try clinic.startHub()
            return clinic
        }
        defer { for clinic in stages { clinic.stage.end() } }
        let folded = try stages.map { clinic in
            try start(clinic) {
                let snapshot = "\(clinic.folder.journals)/scheduler.snapshot"
                try wait(for: "the snapshot", seconds: 600) {
                    FileManager.default.fileExists(atPath: snapshot)
                }
            }
        }
        let rounds = 5
        let seconds = try interleaved(stages, rounds: rounds) { try start($0) }
        return [
            Row(
                what: subject, setting: "\(lengths[1]) events",
                ours: "\(Figure.plain(Spread(seconds[1]).median)) s",
                against: "\(lengths[0]) events \(Figure.plain(Spread(seconds[0]).median)) s",
                ratio: Spread.ratio(seconds[1], seconds[0]),
                goal: .atMost(1.5),
                note: "from a snapshot; all folded: \(Figure.plain(folded[1])) s")
        ]
    }

    private static func start(_ clinic: ClinicStage, then: () throws -> Void = {}) throws -> Double
    {
        let board = clinic.stage.board
        board[.joined(0)] = 0
        let start = nanosecondsNow
        let pid = try clinic.start(.owner)
        defer { clinic.stage.kill(pid) }
        try wait(for: "the start", seconds: 600, every: 1_000) {
            try clinic.stage.checkChildren()
            return board[.joined(0)] != 0
        }
        let seconds = Double(board[.joined(0)] - start) / 1e9
        try then()
        return seconds
    }
}
