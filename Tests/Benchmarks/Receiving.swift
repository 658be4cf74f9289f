/// What a received event costs a process: from the socket, through the split of its frame, to its
/// attributes as a Swift value. Its body is not decoded.
enum Receiving {
    static let subject = "CPU per received event"

    static func run(_ plan: Plan) throws -> [Row] {
        try [(256, 1), (256, 64), (1024, 64)].map { bytes, batch in
            let flows = [Role.busSubscribe, .zeromqSubscribe].map { role in
                Flow(
                    name: "receiving", server: .proxy, publisher: .zeromqPublish,
                    subscriber: role, dataBytes: bytes, batch: batch)
            }
            let results = try interleaved(flows, rounds: plan.closeRounds) {
                try $0.measure(seconds: plan.window)
            }
            let cost = results.map { $0.map(\.subscriberNanoseconds) }
            let rate = results.map { Figure.rate(Spread($0.map(\.delivered)).median) }
            return Row(
                what: subject, setting: "\(bytes) B, commits of \(batch), paced",
                ours: "\(Figure.plain(Spread(cost[0]).median)) ns",
                against: "C loop on the same frames \(Figure.plain(Spread(cost[1]).median)) ns",
                ratio: Spread.ratio(cost[0], cost[1]), goal: .atMost(1.3),
                note: "at \(rate[0]) / \(rate[1])")
        }
    }
}
