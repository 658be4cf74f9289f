/// From publisher to subscriber through Cairn's own API, against brokers.
enum EndToEnd {
    static let subject = "publish → hub → subscribe"

    private static let ours = Flow(
        name: "cairn", server: .hub, publisher: .busPublish, subscriber: .busSubscribe)
    private static let others: [(broker: Broker, flow: Flow)] = [
        (
            .nats,
            Flow(
                name: "nats-server", server: .broker(.nats), publisher: .natsPublish,
                subscriber: .natsSubscribe)
        ),
        (
            .redis,
            Flow(
                name: "redis", server: .broker(.redis), publisher: .redisPublish,
                subscriber: .redisSubscribe)
        ),
        (
            .mosquitto,
            Flow(
                name: "mosquitto", server: .broker(.mosquitto), publisher: .mqttPublish,
                subscriber: .mqttSubscribe)
        ),
    ]

    static func run(_ plan: Plan) throws -> [Row] {
        try [256, 1024].flatMap { bytes in
            try [Flow.paced, 0].flatMap { window in try rows(plan, bytes: bytes, window: window) }
        }
    }

    private static func rows(_ plan: Plan, bytes: Int, window: Int) throws -> [Row] {
        let present = others.filter { $0.broker.program != nil }
        let flows = ([ours] + present.map(\.flow)).map { flow in
            var flow = flow
            flow.dataBytes = bytes
            flow.window = window
            return flow
        }
        let results = try interleaved(flows, rounds: plan.rounds) {
            try $0.measure(seconds: plan.window)
        }
        let setting = "\(bytes) B, 1 sub, \(window > 0 ? "paced" : "flood")"
        let mine = results[0]
        return others.map { broker, flow in
            let index = flows.firstIndex { $0.name == flow.name }
            let theirs = index.map { results[$0] }
            let rate = theirs.map { Figure.rate(Spread($0.map(\.delivered)).median) }
            let lost = [mine, theirs ?? []].map { Figure.share(Spread($0.map(\.lost)).median) }
            return Row(
                what: subject, setting: setting,
                ours: Figure.rate(Spread(mine.map(\.delivered)).median),
                against: "\(flow.name)\(rate.map { " \($0)" } ?? ": not installed")",
                ratio: theirs.map { Spread.ratio(mine.map(\.delivered), $0.map(\.delivered)) },
                goal: .atLeast(1), note: "lost \(lost[0]) / \(lost[1])")
        }
    }
}
