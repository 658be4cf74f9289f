internal import HashChain
internal import Journal
internal import JournalDoubles
internal import Messages

/// Looks, once all is at rest, whether every promise was kept. It reads journals and what went
/// over the bus, and asks no service.
struct Checker {
    private let world: World
    private var own: [EventStream: [RawMessage]] = [:]
    private var entries: [Identity: [Entry]] = [:]
    private var found: [String] = []

    init(_ world: World) throws {
        self.world = world
        for host in world.hosts {
            let all = try host.journal.everything()
            entries[host.identity] = all
            for entry in all where entry.isOwn {
                guard case .event(let stream) = try Envelope(entry.raw).address else {
                    continue
                }
                own[stream, default: []].append(entry.raw)
            }
        }
    }

    /// What was promised and not kept.
    mutating func faults() throws -> [String] {
        try checkChains()
        checkPublished()
        for host in world.hosts {
            try check(readerOf: host)
            found += try host.refoldFaults()
            if let damage = try host.journal.verify().damage {
                found.append("\(host.identity)'s journal is damaged: \(damage.advice.problem)")
            }
        }
        try checkWishes()
        return found
    }

    /// Each stream goes on from 1 without a hole, and each event names the one before it.
    private mutating func checkChains() throws {
        for (stream, events) in own.sorted(by: { $0.key < $1.key }) {
            var hash = HashChain.origin
            for (index, raw) in events.enumerated() {
                let attributes = try Envelope(raw).attributes
                if attributes.sequence != Int64(index + 1) || attributes.prevhash != hash {
                    found.append("the chain of \(stream) breaks at \(index + 1)")
                    break
                }
                hash = HashChain.hash(of: raw)
            }
        }
    }

    /// What was sent once is in its owner's journal, as it was sent.
    private mutating func checkPublished() {
        for (stream, events) in world.published.sorted(by: { $0.key < $1.key }) {
            for (sequence, raw) in events.sorted(by: { $0.key < $1.key }) {
                let kept = own[stream] ?? []
                guard sequence <= kept.count, kept[Int(sequence) - 1] == raw else {
                    found.append("event \(sequence) of \(stream) vanished after it was published")
                    break
                }
            }
        }
    }

    /// A reader has each stream whole, in order, and once.
    private mutating func check(readerOf host: any Hosted) throws {
        var noted: [EventStream: [Int64: RawMessage]] = [:]
        var last: [EventStream: Int64] = [:]
        var judged = (place: Int64(0), hour: Timestamp(milliseconds: 0))
        for entry in entries[host.identity] ?? [] where !entry.isOwn {
            let envelope = try Envelope(entry.raw)
            guard case .event(let stream) = envelope.address,
                let sequence = envelope.attributes.sequence
            else { continue }
            if sequence <= last[stream] ?? 0 {
                found.append("\(host.identity) took event \(sequence) of \(stream) out of order")
            }
            last[stream] = sequence
            if stream == EventStream.clock {
                let hour = try JSONText.decode(HourBegan.self, from: entry.raw.data)
                judged = (sequence, hour.moment.utc)
            } else if !host.keepsAllStreams, envelope.attributes.time < judged.hour,
                isClosed(sequence, of: stream, by: judged.place), !losesPatience(host)
            {
                found.append(
                    "\(host.identity) took event \(sequence) of \(stream) after clock event"
                        + " \(judged.place), and it was recorded before")
            }
            noted[stream, default: [:]][sequence] = entry.raw
        }
        let parked = Set(try host.journal.parked().map { "\($0.stream) \($0.sequence)" })
        for (stream, events) in own.sorted(by: { $0.key < $1.key }) {
            guard stream.owner != host.identity, !MessageCatalog.isIdentifying(stream) else {
                continue
            }
            for (index, raw) in events.enumerated() {
                let sequence = Int64(index + 1)
                if let kept = noted[stream]?[sequence] {
                    if kept != raw {
                        found.append("\(host.identity) has another event \(sequence) of \(stream)")
                    }
                } else if try mustHave(raw, of: stream, host),
                    !parked.contains("\(stream) \(sequence)")
                {
                    found.append("\(host.identity) never took event \(sequence) of \(stream)")
                    break
                }
            }
        }
    }

    /// Whether an owner recorded an event no later than in the turn that brought it a clock event.
    private func isClosed(_ sequence: Int64, of stream: EventStream, by place: Int64) -> Bool {
        let owner = world.hosts.first { $0.identity == stream.owner }
        return sequence <= owner?.closed[place]?[stream] ?? 0
    }

    /// Whether a machine's clock went on by more than an hour waits for an owner.
    private func losesPatience(_ host: any Hosted) -> Bool {
        world.plan.items.contains { item in
            guard case .wallStep(host.identity, let step) = item.event else { return false }
            return step >= 300_000
        }
    }

    private func mustHave(_ raw: RawMessage, of stream: EventStream, _ host: any Hosted) throws
        -> Bool
    {
        if host.keepsAllStreams { return true }
        // Whoever is new to the clinic begins at the clock's last hour.
        guard stream != EventStream.clock else { return false }
        let type = try Envelope(raw).attributes.type
        return host.reads.contains {
            $0.owner == stream.owner && $0.type(by: stream.owner) == type
        }
    }

    /// What was accepted took effect once, what was refused did not, and the rest at most once.
    private mutating func checkWishes() throws {
        var caused: [MessageID: [MessageID: Int]] = [:]
        for entry in entries.sorted(by: { $0.key < $1.key }).flatMap(\.value) where entry.isOwn {
            let envelope = try Envelope(entry.raw)
            guard let cause = envelope.attributes.causationid else { continue }
            caused[cause, default: [:]][envelope.id, default: 0] += 1
        }
        for wish in world.asker.wishes {
            let effects = caused[wish.id] ?? [:]
            guard let answer = wish.answer else {
                found.append("\(wish.id) has no answer")
                continue
            }
            let expected = wish.receiver == .assessment ? 2 : 1
            judge(
                wish.id, answer.outcome, isFinal: !answer.isOfStorage, effects: effects.count,
                expected: expected)
            if answer.outcome == .accepted, Set(answer.events) != Set(effects.keys) {
                found.append("\(wish.id) was answered with other events than it caused")
            }
        }
        try checkCalls(caused)
    }

    /// Each command of a service's own came to an end, and took effect as it was told.
    private mutating func checkCalls(_ caused: [MessageID: [MessageID: Int]]) throws {
        let joined = own[EventStream("peer-groups.membership") ?? .clock] ?? []
        let told = own[EventStream("simulator.practice") ?? .clock] ?? []
        guard world.hosts.contains(where: { $0.identity == .simulator }),
            !told.isEmpty || !joined.isEmpty
        else { return }
        if told.count != joined.count {
            found.append("of \(joined.count) own commands \(told.count) came to an end")
        }
        for raw in told {
            guard let cause = try Envelope(raw).attributes.causationid else { continue }
            let outcome = try JSONText.decode(PracticeReported.self, from: raw.data).practice
            let effects = (caused[cause] ?? [:]).count - 1
            judge(
                cause, Answer.Outcome(rawValue: outcome), isFinal: outcome != "unrecorded",
                effects: effects, expected: 1)
        }
    }

    private mutating func judge(
        _ command: MessageID, _ outcome: Answer.Outcome, isFinal: Bool, effects: Int, expected: Int
    ) {
        let isKept =
            switch outcome {
            case .accepted: effects == expected
            case .refused where isFinal: effects == 0
            default: effects == 0 || effects == expected
            }
        guard !isKept else { return }
        found.append("\(command) was \(outcome.rawValue) and took effect \(effects) times")
    }
}

extension Answer {
    /// Refused because nothing could be written: a copy of the command that is still under way may
    /// be carried out all the same.
    fileprivate var isOfStorage: Bool { refusal?.problem.contains("recorded") == true }
}
