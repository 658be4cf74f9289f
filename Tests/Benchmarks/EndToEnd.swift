/// From publisher to subscriber through Cairn's own API, against brokers.
enum EndToEnd {
    private static let ours = Flow(
        name: "cairn", server: .hub, publisher: .busPublish, subscriber: .busSubscribe)

    /// What is in libzmq's reach: peers in C, which read each event, and a hub that asks nobody.
    private static let plain = Flow(
        name: "zmq_proxy", server: .proxy, publisher: .zeromqPublish, subscriber: .zeromqSubscribe)

    private static func flow(_ broker: Broker) -> Flow {
        Flow(
            name: broker.rawValue, server: .broker(broker), publisher: .brokerPublish,
            subscriber: .brokerSubscribe)
    }

    /// What is published, and what the ratio to NATS should be.
    private struct Setting {
        var bytes: Int
        var batch: Int
        var isEncrypted = false
        var isPaced = true
        var goal: Row.Goal?

        var text: String {
            "\(bytes) B, commits of \(batch), \(isPaced ? "paced" : "flood")"
        }
    }

    private static let settings = [
        Setting(bytes: 256, batch: 64, goal: .atLeast(1.5)),
        Setting(bytes: 256, batch: 1, goal: .atLeast(0.8)),
        Setting(bytes: 1024, batch: 64),
        Setting(bytes: 256, batch: 64, isPaced: false),
        Setting(bytes: 256, batch: 64, isEncrypted: true, goal: .atLeast(1)),
        Setting(bytes: 256, batch: 1, isEncrypted: true),
    ]

    static func run(_ plan: Plan) throws -> [Row] {
        try settings.flatMap { try rows(plan, $0) }
    }

    private static func rows(_ plan: Plan, _ setting: Setting) throws -> [Row] {
        // NATS alone is asked for TLS, as the one that comes nearest.
        let brokers = setting.isEncrypted ? [Broker.nats] : Broker.allCases
        let isAble = !setting.isEncrypted || Broker.openssl != nil
        let present = brokers.filter { isAble && $0.program != nil }
        let flows = ([ours, plain] + present.map(flow)).map { flow in
            var flow = flow
            flow.dataBytes = setting.bytes
            flow.batch = setting.batch
            flow.isEncrypted = setting.isEncrypted
            flow.isPaced = setting.isPaced
            return flow
        }
        let results = try interleaved(flows, rounds: plan.rounds) {
            try $0.measure(seconds: plan.window)
        }
        let mine = results[0]
        let rows = brokers.map { broker in
            let theirs = present.firstIndex(of: broker).map { results[$0 + 2] }
            let rate = theirs.map { Figure.rate(Spread($0.map(\.delivered)).median) }
            let lost = [mine, theirs ?? []].map { Figure.share(Spread($0.map(\.lost)).median) }
            let name = setting.isEncrypted ? "\(broker.rawValue), TLS" : broker.rawValue
            return Row(
                what: subject(isEncrypted: setting.isEncrypted), setting: setting.text,
                ours: Figure.rate(Spread(mine.map(\.delivered)).median),
                against: "\(name)\(rate.map { " \($0)" } ?? ": not installed")",
                ratio: theirs.map { Spread.ratio(mine.map(\.delivered), $0.map(\.delivered)) },
                goal: broker == .nats ? setting.goal : nil, note: "lost \(lost[0]) / \(lost[1])")
        }
        let nats = present.firstIndex(of: .nats).map { results[$0 + 2] }
        return rows + [row(setting, ofPlainPeers: results[1], beside: nats)]
    }

    /// Peers in C through `zmq_proxy` against NATS: no reader of ours can be further ahead of it.
    private static func row(
        _ setting: Setting, ofPlainPeers plain: [Flow.Outcome], beside nats: [Flow.Outcome]?
    ) -> Row {
        let rate = nats.map { Figure.rate(Spread($0.map(\.delivered)).median) }
        return Row(
            what: "… C peers through zmq_proxy", setting: setting.text,
            ours: Figure.rate(Spread(plain.map(\.delivered)).median),
            against: "nats-server\(setting.isEncrypted ? ", TLS" : "")"
                + (rate.map { " \($0)" } ?? ": not installed"),
            ratio: nats.map { Spread.ratio(plain.map(\.delivered), $0.map(\.delivered)) },
            note: "what libzmq gives; lost \(Figure.share(Spread(plain.map(\.lost)).median))")
    }

    static func subject(isEncrypted: Bool) -> String {
        "publish → hub → subscribe" + (isEncrypted ? ", CURVE" : "")
    }
}
