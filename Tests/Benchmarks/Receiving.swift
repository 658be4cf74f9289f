/// What a received message costs a process, from socket to Swift value.
enum Receiving {
    static let subject = "CPU per received message"

    static func run(_ plan: Plan) throws -> [Row] {
        try [256, 1024].map { bytes in
            let flows = [Role.busSubscribe, .zeromqSubscribe].map { role in
                Flow(
                    name: "receiving", server: .proxy, publisher: .zeromqPublish,
                    subscriber: role, dataBytes: bytes, window: Flow.paced)
            }
            let results = try interleaved(flows, rounds: plan.rounds) {
                try $0.measure(seconds: plan.window)
            }
            let cost = results.map { $0.map(\.subscriberNanoseconds) }
            let rate = results.map { Figure.rate(Spread($0.map(\.delivered)).median) }
            return Row(
                what: subject, setting: "\(bytes) B, paced",
                ours: "\(Figure.plain(Spread(cost[0]).median)) ns",
                against: "plain C loop \(Figure.plain(Spread(cost[1]).median)) ns",
                ratio: Spread.ratio(cost[0], cost[1]), goal: .atMost(1.3),
                note: "at \(rate[0]) / \(rate[1])")
        }
    }
}
