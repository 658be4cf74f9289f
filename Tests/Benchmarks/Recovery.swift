internal import Foundation

/// A service is killed while it publishes; how soon do its readers have all that it recorded?
enum Recovery {
    static let subject = "kill -9 under load"

    private struct Times {
        /// From the start of the new process until its history is folded, and until it is ready.
        var folded, ready: Double
        /// From the start of the new process until each reader has committed all of the old one.
        var whole: Double
    }

    private static let allowedMilliseconds = 300.0

    static func run(_ plan: Plan) throws -> [Row] {
        let times = try (0..<(plan.isShort ? 3 : 10)).map { _ in try kill() }
        let beyond = Spread(times.map { max(0, $0.whole - $0.folded) })
        let folded = Figure.plain(Spread(times.map(\.folded)).median)
        let ready = Figure.plain(Spread(times.map(\.ready)).median)
        return [
            Row(
                what: subject, setting: "2 readers",
                ours: "whole \(Figure.plain(beyond.median)) ms after the start",
                against: "\(Figure.plain(allowedMilliseconds)) ms",
                ratio: Spread(beyond.values.map { $0 / allowedMilliseconds }), goal: .atMost(1),
                note: "the process itself: \(folded) ms to its first turn, \(ready) ms to ready")
        ]
    }

    private static func kill() throws -> Times {
        try Stage.with { stage in
            let clinic = try ClinicStage(on: stage)
            let board = stage.board
            let readers = 2
            try clinic.startHub()
            for index in 0..<readers { try clinic.start(.reader, index: index) }
            let first = try clinic.start(.owner)
            try wait(for: "joining") {
                try stage.checkChildren()
                return board.allJoined(1 + readers)
            }
            board[.go] = 1
            try wait(for: "the load") { board.slowest(readers) > 200 }
            stage.kill(first)
            board[.go] = 0
            board[.joined(0)] = 0
            board[.elapsed(0)] = 0
            let start = nanosecondsNow
            try clinic.start(.owner)
            try wait(for: "the new process", every: 200) { board[.elapsed(0)] != 0 }
            let head = board[.elapsed(1)]
            var whole = nanosecondsNow
            try wait(for: "the readers", every: 200) {
                whole = nanosecondsNow
                return board.slowest(readers) >= head
            }
            try wait(for: "the new process") { board[.joined(0)] != 0 }
            func milliseconds(_ time: Int64) -> Double { Double(time - start) / 1e6 }
            return Times(
                folded: milliseconds(board[.elapsed(0)]), ready: milliseconds(board[.joined(0)]),
                whole: milliseconds(whole))
        }
    }
}
