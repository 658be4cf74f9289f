/// What the hub itself costs, against libzmq's own forwarder with the same sockets, peers and
/// frames.
enum Forwarding {
    /// What is forwarded to whom, and what the hub's share of it should be.
    private struct Setting {
        var subscribers = 1
        /// How many may read, if more than are there: mostly the people at the command line.
        var readers: Int?
        var bytes = 256
        var batch = 1
        var isPaced = true

        func flow(isEncrypted: Bool) -> Flow {
            Flow(
                name: "forwarding", server: .hub, publisher: .zeromqPublish,
                subscriber: .zeromqSubscribe, subscribers: subscribers, readers: readers,
                isEncrypted: isEncrypted, dataBytes: bytes, batch: batch, isPaced: isPaced,
                isUnread: true)
        }

        var text: String {
            let load = isPaced ? "paced" : "flood"
            let may = readers.map { " of \($0) who may read" } ?? ""
            let subs = "\(subscribers) sub\(subscribers == 1 ? "" : "s")\(may)"
            return "\(bytes) B, commits of \(batch), \(subs), \(load)"
        }
    }

    private static let settings = [
        Setting(), Setting(batch: 64), Setting(bytes: 1024), Setting(readers: 16),
        Setting(subscribers: 16), Setting(subscribers: 16, batch: 64), Setting(isPaced: false),
    ]

    static func run(_ plan: Plan) throws -> [Row] {
        try [false, true].flatMap { isEncrypted in
            try settings.flatMap { try rows(plan, $0, isEncrypted: isEncrypted) }
        }
    }

    private static func rows(_ plan: Plan, _ setting: Setting, isEncrypted: Bool) throws -> [Row] {
        let flows = [Flow.Server.hub, .proxy].map { server in
            var flow = setting.flow(isEncrypted: isEncrypted)
            flow.server = server
            return flow
        }
        let rounds = setting.isPaced ? plan.closeRounds : plan.rounds
        let results = try interleaved(flows, rounds: rounds) {
            try $0.measure(seconds: plan.window)
        }
        let rates = results.map { $0.map(\.delivered) }
        let costs = results.map { $0.map(\.serverNanoseconds) }
        let lost = results.map { Figure.share(Spread($0.map(\.lost)).median) }
        // Each reader has a socket of its own at the hub, and the proxy one for all: encryption is
        // far more than that, and in plain it shows.
        let isWide = setting.subscribers > 1 && !isEncrypted
        return [
            Row(
                what: subject(isEncrypted: isEncrypted), setting: setting.text,
                ours: Figure.rate(Spread(rates[0]).median),
                against: "zmq_proxy \(Figure.rate(Spread(rates[1]).median))",
                ratio: Spread.ratio(rates[0], rates[1]),
                goal: setting.isPaced ? .atLeast(isWide ? 0.9 : 0.95) : nil,
                note: "lost \(lost[0]) / \(lost[1])"),
            Row(
                what: "… processor time", setting: setting.text,
                ours: "\(Figure.plain(Spread(costs[0]).median)) ns",
                against: "zmq_proxy \(Figure.plain(Spread(costs[1]).median)) ns",
                ratio: Spread.ratio(costs[0], costs[1]),
                goal: setting.isPaced ? .atMost(isWide ? 1.25 : 1.1) : nil),
        ]
    }

    static func subject(isEncrypted: Bool) -> String {
        isEncrypted ? "hub forwarding, CURVE" : "hub forwarding"
    }
}
