/// What the hub itself costs, against libzmq's own forwarder with the same sockets and peers.
enum Forwarding {
    static func run(_ plan: Plan) throws -> [Row] {
        try [(1, 256), (1, 1024), (16, 256), (16, 1024)].flatMap { subscribers, bytes in
            try [Flow.paced, 0].flatMap { window in
                try rows(plan, subscribers: subscribers, bytes: bytes, window: window)
            }
        }
    }

    private static func rows(
        _ plan: Plan, subscribers: Int, bytes: Int, window: Int
    ) throws -> [Row] {
        let servers: [Flow.Server] = [.hub, .proxy]
        let flows = servers.map { server in
            Flow(
                name: "forwarding", server: server, publisher: .zeromqPublish,
                subscriber: .zeromqSubscribe, subscribers: subscribers, dataBytes: bytes,
                window: window)
        }
        let results = try interleaved(flows, rounds: plan.rounds) {
            try $0.measure(seconds: plan.window)
        }
        let load = window > 0 ? "paced" : "flood"
        let setting = "\(bytes) B, \(subscribers) sub\(subscribers == 1 ? "" : "s"), \(load)"
        let rates = results.map { $0.map(\.delivered) }
        let costs = results.map { $0.map(\.serverNanoseconds) }
        let lost = results.map { Figure.share(Spread($0.map(\.lost)).median) }
        return [
            Row(
                what: "hub forwarding", setting: setting,
                ours: Figure.rate(Spread(rates[0]).median),
                against: "zmq_proxy \(Figure.rate(Spread(rates[1]).median))",
                ratio: Spread.ratio(rates[0], rates[1]), goal: .atLeast(0.95),
                note: "lost \(lost[0]) / \(lost[1])"),
            Row(
                what: "… CPU per delivered message", setting: setting,
                ours: "\(Figure.plain(Spread(costs[0]).median)) ns",
                against: "zmq_proxy \(Figure.plain(Spread(costs[1]).median)) ns",
                ratio: Spread.ratio(costs[1], costs[0]), goal: .atLeast(0.95),
                note: "theirs to ours"),
        ]
    }
}
