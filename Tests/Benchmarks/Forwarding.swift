/// What the hub itself costs, against libzmq's own forwarder with the same sockets and peers.
enum Forwarding {
    static func run(_ plan: Plan) throws -> [Row] {
        try [false, true].flatMap { isEncrypted in
            try [(1, 256), (1, 1024), (16, 256), (16, 1024)].flatMap { subscribers, bytes in
                try [Flow.paced, 0].map { window in
                    var flow = Flow(
                        name: "forwarding", server: .hub, publisher: .zeromqPublish,
                        subscriber: .zeromqSubscribe)
                    flow.subscribers = subscribers
                    flow.dataBytes = bytes
                    flow.isEncrypted = isEncrypted
                    flow.window = window
                    return try row(plan, flow)
                }
            } + [absentReaders(plan, isEncrypted: isEncrypted)]
        }
    }

    /// Most who may read are not there: the people at the command line.
    private static func absentReaders(_ plan: Plan, isEncrypted: Bool) throws -> Row {
        var flow = Flow(
            name: "forwarding", server: .hub, publisher: .zeromqPublish,
            subscriber: .zeromqSubscribe)
        flow.readers = 16
        flow.isEncrypted = isEncrypted
        flow.window = Flow.paced
        return try row(plan, flow)
    }

    private static func row(_ plan: Plan, _ flow: Flow) throws -> Row {
        let flows = [Flow.Server.hub, .proxy].map { server in
            var flow = flow
            flow.server = server
            return flow
        }
        let results = try interleaved(flows, rounds: plan.rounds) {
            try $0.measure(seconds: plan.window)
        }
        let (hub, proxy) = (results[0], results[1])
        return Row(
            what: subject(isEncrypted: flow.isEncrypted), setting: setting(flow),
            ours: Figure.rate(Spread(hub.map(\.delivered)).median),
            against: "zmq_proxy \(Figure.rate(Spread(proxy.map(\.delivered)).median))",
            ratio: Spread.ratio(hub.map(\.delivered), proxy.map(\.delivered)),
            goal: .atLeast(0.95), note: note(hub, proxy))
    }

    static func subject(isEncrypted: Bool) -> String {
        isEncrypted ? "hub forwarding, CURVE" : "hub forwarding"
    }

    private static func setting(_ flow: Flow) -> String {
        let load = flow.window > 0 ? "paced" : "flood"
        let readers = flow.readers.map { " of \($0) who may read" } ?? ""
        let subscribers = "\(flow.subscribers) sub\(flow.subscribers == 1 ? "" : "s")\(readers)"
        return "\(flow.dataBytes) B, \(subscribers), \(load)"
    }

    private static func note(_ hub: [Flow.Outcome], _ proxy: [Flow.Outcome]) -> String {
        let lost = [hub, proxy].map { Figure.share(Spread($0.map(\.lost)).median) }
        let cost = [hub, proxy].map { Figure.plain(Spread($0.map(\.serverNanoseconds)).median) }
        return "lost \(lost[0]) / \(lost[1]); server CPU \(cost[0]) / \(cost[1]) ns"
    }
}
