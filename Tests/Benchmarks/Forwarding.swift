/// What the hub itself costs, against libzmq's own forwarder with the same sockets and peers.
enum Forwarding {
    static func run(_ plan: Plan) throws -> [Row] {
        try [(1, 256), (1, 1024), (16, 256), (16, 1024)].flatMap { subscribers, bytes in
            try [Flow.paced, 0].map { window in
                try row(plan, subscribers: subscribers, bytes: bytes, window: window)
            }
        }
    }

    private static func row(
        _ plan: Plan, subscribers: Int, bytes: Int, window: Int
    ) throws -> Row {
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
        let (hub, proxy) = (results[0], results[1])
        let load = window > 0 ? "paced" : "flood"
        return Row(
            what: "hub forwarding",
            setting: "\(bytes) B, \(subscribers) sub\(subscribers == 1 ? "" : "s"), \(load)",
            ours: Figure.rate(Spread(hub.map(\.delivered)).median),
            against: "zmq_proxy \(Figure.rate(Spread(proxy.map(\.delivered)).median))",
            ratio: Spread.ratio(hub.map(\.delivered), proxy.map(\.delivered)),
            goal: .atLeast(0.95), note: note(hub, proxy))
    }

    private static func note(_ hub: [Flow.Outcome], _ proxy: [Flow.Outcome]) -> String {
        let lost = [hub, proxy].map { Figure.share(Spread($0.map(\.lost)).median) }
        let cost = [hub, proxy].map { Figure.plain(Spread($0.map(\.serverNanoseconds)).median) }
        return "lost \(lost[0]) / \(lost[1]); server CPU \(cost[0]) / \(cost[1]) ns"
    }
}
