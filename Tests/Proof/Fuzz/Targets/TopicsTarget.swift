internal import Bus
internal import HubCore
internal import Messages
internal import TestKit

/// Topics at the hub, which reads them in place: against the slow way to read them.
struct TopicsTarget: Target {
    private let topics: [[UInt8]]
    private let lines: [Switchboard.Line]

    init() throws {
        let person = MessageCatalog.permission(of: [.clinician], isRehearsal: true)
        let plugin = Permission(
            reads: Set([Grant("scheduler.session")].compactMap(\.self)),
            sends: Set([Grant("scheduler.plan-week")].compactMap(\.self)))
        lines =
            MessageCatalog.contracts.map { .init(identity: $0.service, permission: $0.permission) }
            + [
                .init(identity: "cli-t01", permission: person),
                .init(identity: "cbt", permission: plugin),
            ]
        guard let session = EventStream("scheduler.session") else {
            throw Finding("no stream")
        }
        let own: [Topic] = [
            .replay(of: session, from: "cbt"), .history(of: session, from: "cli-t01"),
            .inbox(of: "cbt", token: "abc", from: .scheduler), .heartbeat(of: "cbt"),
            .command(to: .scheduler, verb: "plan-week", from: "cbt"),
        ]
        topics = (try Corpus().samples.map(\.topic) + own).map { Array($0.text.utf8) }
    }

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        var parts: [[UInt8]] = []
        for _ in 0...chance.below(5) {
            let topic = parts.isEmpty || chance.oneIn(2) ? chance.one(of: topics) : parts[0]
            parts.append(chance.oneIn(5) ? topic : Self.varied(topic, &chance))
            let own = Self.senders(of: parts[parts.count - 1])
            let line = Array(chance.one(of: lines).identity.text.utf8)
            switch chance.below(10) {
            case 0: parts.append([])
            case 1: parts.append(chance.bytes(3))
            case 2: parts.append(line)
            default: parts.append(own.isEmpty ? line : chance.one(of: own))
            }
        }
        return FuzzInput(parts)
    }

    func check(_ input: FuzzInput) throws {
        var switchboard = Switchboard(lines: lines, salt: 7)
        for place in stride(from: 0, to: input.parts.count, by: 2) {
            let (topic, sender) = (input[place], input[place + 1])
            let expected = route(topic, from: sender)
            switch switchboard.route(topic: topic.span, from: sender.span) {
            case .forward(let places):
                try expect(places == expected, "forwarded to \(places), not \(expected ?? [])")
            case .drop(let reason):
                try expect(expected == nil, "refused as \(reason) what may pass")
            }
        }
        // Each class of topic of each line, the totals, and the rest.
        try expect(
            switchboard.traffic.counters.count <= lines.count * 5 + 3,
            "more senders are told apart than there are")
    }

    /// To whom a message goes, by its topic read as a text; `nil` for one that is refused.
    private func route(_ bytes: [UInt8], from sender: [UInt8]) -> [Int]? {
        guard let text = String(validating: bytes, as: UTF8.self),
            let address = try? Topic(text).address, Array(address.sender.text.utf8) == sender,
            let line = lines.first(where: { $0.identity == address.sender }),
            line.permission.allows(publishing: address, by: line.identity)
        else { return nil }
        return lines.indices.filter {
            lines[$0].permission.allows(reading: address, by: lines[$0].identity)
        }
    }

    /// Topics that are nearly the one given.
    static func varied(_ topic: [UInt8], _ chance: inout SeededGenerator) -> [UInt8] {
        let dot = UInt8(ascii: ".")
        var tokens = topic.split(separator: dot, omittingEmptySubsequences: false).map(Array.init)
        let place = chance.below(tokens.count)
        switch chance.below(9) {
        case 0: tokens.remove(at: place)
        case 1: tokens.insert(tokens[place], at: place)
        case 2: tokens.insert([], at: place)
        case 3: tokens[place] = []
        case 4: tokens[place] = chance.one(of: words)
        case 5: tokens[place] += Array(repeating: 97, count: chance.length(limit: 255))
        case 6: tokens.append(tokens[place])
        default: return ByteMutation.mutate(topic, by: &chance)
        }
        return Array(tokens.joined(separator: [dot]))
    }

    private static let words = [
        "event", "command", "query", "inbox", "status", "heartbeat", "replay", "history",
        "scheduler", "simulator", "cbt", "ledger", "session", "*", "A", "é", "-", "0",
    ].map { Array($0.utf8) }

    /// Who may have sent it, by the places at which a topic names its sender.
    private static func senders(of topic: [UInt8]) -> [[UInt8]] {
        let tokens = topic.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return tokens.count < 3 ? [] : [Array(tokens[1]), Array(tokens[tokens.count - 1])]
    }
}
