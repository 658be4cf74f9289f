internal import Bus

/// What a process of a measurement does.
enum Role: String {
    case hub, proxy
    case busPublish = "bus-publish"
    case busSubscribe = "bus-subscribe"
    case busEcho = "bus-echo"
    case busAsk = "bus-ask"
    case zeromqPublish = "zeromq-publish"
    case zeromqSubscribe = "zeromq-subscribe"
    case zeromqEcho = "zeromq-echo"
    case zeromqAsk = "zeromq-ask"
    case brokerPublish = "broker-publish"
    case brokerSubscribe = "broker-subscribe"
    case brokerEcho = "broker-echo"
    case brokerAsk = "broker-ask"
    case brokerAppend = "broker-append"
    case brokerRead = "broker-read"
    case journalAppend = "journal-append"
    case eventAppend = "event-append"
    case fileAppend = "file-append"
    case owner, reader
    case attendance, watch
}

/// What a process is told: `name=value`, each with a default.
struct RoleSettings: Sendable {
    private let values: [String: String]

    init(_ arguments: [String]) {
        let pairs = arguments.compactMap { argument -> (String, String)? in
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
        values = Dictionary(pairs) { first, _ in first }
    }

    func text(_ name: String) -> String { values[name] ?? "" }
    func number(_ name: String, or other: Int = 0) -> Int { Int(text(name)) ?? other }
    func small(_ name: String, or other: Int = 0) -> Int32 { Int32(number(name, or: other)) }
    func board() throws -> Board { try Board(path: text("board")) }

    /// Where the hub is, or what stands in for it.
    var address: HubAddress { .local(run: text("run")) }
    /// `nil` for a bus without encryption.
    func keys() throws -> StageKeys? {
        text("keys").isEmpty ? nil : try StageKeys(path: text("keys"))
    }
}
