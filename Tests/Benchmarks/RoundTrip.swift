/// A request and its answer between two processes through a server.
enum RoundTrip {
    static let subject = "round trip"

    private struct Course {
        var name: String
        var server: Flow.Server
        var echo: Role
        var ask: Role
        /// libzmq without Cairn.
        var isPlain = false
    }

    private static let courses = [
        Course(name: "cairn", server: .hub, echo: .busEcho, ask: .busAsk),
        Course(
            name: "zmq_proxy, C peers", server: .proxy, echo: .zeromqEcho, ask: .zeromqAsk,
            isPlain: true),
        Course(name: "nats-server", server: .broker(.nats), echo: .brokerEcho, ask: .brokerAsk),
        Course(name: "redis", server: .broker(.redis), echo: .brokerEcho, ask: .brokerAsk),
    ]

    static func run(_ plan: Plan) throws -> [Row] {
        let present = courses.filter(isThere)
        let results = try interleaved(present, rounds: plan.closeRounds) {
            try measure($0, trips: plan.trips)
        }
        let parts = [("p50", 0.5), ("p99", 0.99)]
        return courses.dropFirst().flatMap { course in
            parts.map { name, part in
                let ours = results[0].map { $0.quantile(part) / 1e3 }
                let index = present.firstIndex { $0.name == course.name }
                let theirs = index.map { results[$0].map { $0.quantile(part) / 1e3 } }
                let figure = theirs.map { "\(Figure.plain(Spread($0).median)) µs" }
                return Row(
                    what: subject, setting: "256 B, \(name)",
                    ours: "\(Figure.plain(Spread(ours).median)) µs",
                    against: "\(course.name) \(figure ?? "not installed")",
                    ratio: theirs.map { Spread.ratio(ours, $0) },
                    goal: course.isPlain ? .atMost(1.1) : nil)
            }
        }
    }

    private static func isThere(_ course: Course) -> Bool {
        guard case .broker(let broker) = course.server else { return true }
        return broker.program != nil
    }

    private static func measure(_ course: Course, trips: Int) throws -> Spread {
        try Stage.with { stage in
            var settings = ["bytes": "256", "trips": "\(trips)"]
            switch course.server {
            case .hub: try stage.start(.hub, ["readers": "1"])
            case .proxy: try stage.start(.proxy)
            case .broker(let broker):
                settings.merge(try broker.start(on: stage)?.settings ?? [:]) { $1 }
            }
            try stage.start(course.echo, settings)
            try stage.start(course.ask, settings)
            try wait(for: "\(course.name): joining") {
                try stage.checkChildren()
                return stage.board[.joined(0)] != 0
            }
            stage.board[.go] = 1
            try wait(for: "\(course.name): round trips", seconds: 60, every: 5_000) {
                stage.board[.received(0)] != 0
            }
            return Spread(stage.board.samples(trips))
        }
    }
}
