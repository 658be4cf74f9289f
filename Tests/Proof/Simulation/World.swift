internal import HashChain
internal import Journal
internal import JournalDoubles
internal import Messages
internal import PeerKit

/// A clinic in which nothing happens by chance: one thread moves the clock from one thing that is
/// due to the next, and the plan says what goes wrong.
final class World {
    /// How long it may take to be whole again once all faults have ended.
    static let patienceMilliseconds: Int64 = 100_000
    /// More messages than any history needs: somebody talks without end.
    static let messageLimit = 20_000
    private static let idleMilliseconds: Int64 = 250

    let plan: Plan
    let hosts: [any Hosted]
    private(set) var now: Int64 = 0
    private(set) var asker = Asker()
    private(set) var trace: [String] = []
    /// Every event that was ever sent, by its place.
    private(set) var published: [EventStream: [Int64: RawMessage]] = [:]
    private(set) var faults: [String] = []
    private var bus: SimulatedBus
    private let strike: (Int) -> Void
    private let isDone: () -> Bool
    private let asksSeat: Int
    private let hubSeat: Int
    private var nextItem = 0
    private var lastHubBeat = Int64.min / 2
    private var states: [ProcessState]
    private var pages: [(due: Int64, host: Int, request: PageRequest)] = []

    private struct ProcessState {
        let seat: Int
        var wake: Int64 = 0
        var crash: (stage: Plan.Stage, down: Int64)?
        var startsAt: Int64? = 0
        var frozenUntil: Int64 = 0
        var diskHealsAt: Int64?
    }

    /// - Parameters:
    ///   - strike: has the clock strike so many hours more.
    ///   - isDone: whether all has happened that must happen in the end.
    init(
        plan: Plan, hosts: [any Hosted], strike: @escaping (Int) -> Void,
        isDone: @escaping () -> Bool
    ) {
        self.plan = plan
        self.hosts = hosts
        self.strike = strike
        self.isDone = isDone
        var bus = SimulatedBus(seed: plan.seed)
        states = hosts.map { ProcessState(seat: bus.addSeat(for: $0.identity)) }
        asksSeat = bus.addSeat(for: Asker.identity)
        hubSeat = bus.addSeat(for: .hub)
        bus.open(asksSeat, at: 0)
        bus.open(hubSeat, at: 0)
        bus.subscribe(asksSeat, "inbox.\(Asker.identity).")
        self.bus = bus
    }

    /// Plays the plan, then lets all faults end and everybody come to rest.
    func run() {
        while now < Plan.lengthMilliseconds, !isEndless { advance(until: Plan.lengthMilliseconds) }
        heal()
        let end = now + Self.patienceMilliseconds
        var nextHour = now + 500
        while now < end {
            let next = min(end, nextHour, now + 200)
            while now < next, !isEndless { advance(until: next) }
            if isEndless { break }
            if now >= nextHour {
                nextHour = now + 3_000
                strike(1)
            } else if now > Plan.lengthMilliseconds + 1_000, isAtRest {
                return
            }
            // What has stopped does not come to rest, however long one waits.
            if hosts.contains(where: \.hasStopped) { break }
        }
        if isEndless { faults.append("somebody talks without end") }
        faults += unsettled.isEmpty ? ["not everything happened that must"] : unsettled
    }

    private var isEndless: Bool { trace.count >= Self.messageLimit }
    private var isAtRest: Bool { asker.isDone && isDone() && unsettled.isEmpty }

    private var unsettled: [String] {
        var heads: [EventStream: Int64] = [:]
        for host in hosts { heads.merge(host.heads.mapValues(\.sequence)) { first, _ in first } }
        return hosts.flatMap { $0.unsettled(heads: heads) }
    }

    // MARK: time

    /// Does what is due next, or nothing until `limit`.
    private func advance(until limit: Int64) {
        var next = min(limit, asker.nextWake, lastHubBeat + 1_000)
        next = min(next, bus.nextArrival(asksSeat) ?? .max, pages.map(\.due).min() ?? .max)
        if nextItem < plan.items.count { next = min(next, plan.items[nextItem].at) }
        for (host, state) in zip(hosts, states) {
            if let heals = state.diskHealsAt { next = min(next, heals) }
            if !host.isUp {
                next = min(next, state.startsAt ?? .max)
            } else {
                let due = min(state.wake, bus.nextArrival(state.seat) ?? .max)
                next = min(next, max(due, state.frozenUntil))
            }
        }
        now = max(now, next)
        begin()
        beatHub()
        ask()
        servePages()
        for index in hosts.indices { move((index + Int(now)) % hosts.count) }
    }

    private func begin() {
        while nextItem < plan.items.count, plan.items[nextItem].at <= now {
            let item = plan.items[nextItem]
            nextItem += 1
            trace.append("\(now) \(item.event)")
            begin(item)
        }
    }

    private func begin(_ item: Plan.Item) {
        switch item.event {
        case .register(let number):
            asker.wish(
                RegisterClient(
                    client: ClientID("c-\(number)"), name: "Name \(number)", contact: "none",
                    ages: .adult, language: "en", commitments: [], consent: true),
                number: item.number, at: now)
        case .forbid(let number):
            asker.wish(
                ForbidPairing(
                    first: ClientID("c-\(number)"), second: "c-0", reason: "wish \(item.number)"),
                number: item.number, at: now)
        case .hours(let count): strike(count)
        case .crash(let identity, let stage, let down):
            change(identity) { $0.crash = (stage, down) }
        case .disk(let identity, let kind, let length):
            change(identity) { $0.diskHealsAt = now + length }
            host(identity)?.journal.fail(FaultyJournal.Fault(rawValue: kind))
        case .freeze(let identity, let length):
            change(identity) { $0.frozenUntil = now + length }
        case .wallStep(let identity, let step): host(identity)?.wallOffset += step
        default: bus.begin(item.event, number: item.number, at: now)
        }
    }

    private func host(_ identity: Identity) -> (any Hosted)? {
        hosts.first { $0.identity == identity }
    }

    private func change(_ identity: Identity, _ body: (inout ProcessState) -> Void) {
        for index in hosts.indices where hosts[index].identity == identity {
            body(&states[index])
        }
    }

    private func heal() {
        trace.append("\(now) all faults end")
        bus.endFaults()
        for index in hosts.indices {
            states[index].crash = nil
            states[index].frozenUntil = now
            states[index].diskHealsAt = now
            if !hosts[index].isUp { states[index].startsAt = now }
        }
    }

    // MARK: processes

    private func move(_ index: Int) {
        let host = hosts[index]
        if let heals = states[index].diskHealsAt, heals <= now {
            states[index].diskHealsAt = nil
            host.journal.fail(nil)
        }
        guard host.isUp else { return start(index) }
        let seat = states[index].seat
        guard states[index].frozenUntil <= now,
            states[index].wake <= now || (bus.nextArrival(seat) ?? .max) <= now
        else { return }
        states[index].wake = now + Self.idleMilliseconds
        let received = bus.drain(seat, at: now)
        turn(index, received)
    }

    private func start(_ index: Int) {
        guard let at = states[index].startsAt, at <= now else { return }
        do {
            let prefixes = try hosts[index].start(at: now)
            trace.append("\(now) \(hosts[index].identity) starts")
            states[index].startsAt = nil
            states[index].wake = now
            bus.open(states[index].seat, at: now)
            for prefix in prefixes { bus.subscribe(states[index].seat, prefix) }
        } catch {
            // A supervisor tries again.
            states[index].startsAt = now + 500
        }
    }

    private func turn(_ index: Int, _ received: [Frame]) {
        let host = hosts[index]
        if let crash = states[index].crash, !received.isEmpty {
            switch crash.stage {
            case .beforeCommit: return end(index, down: crash.down)
            case .betweenCommits:
                host.journal.fail(.broken, afterCommits: 1)
                _ = host.turn(received, at: now)
                host.journal.fail(nil)
                return end(index, down: crash.down)
            case .published: break
            }
        }
        let turn = host.turn(received, at: now)
        for prefix in turn.subscriptions { bus.subscribe(states[index].seat, prefix) }
        if case .published(let count)? = states[index].crash?.stage,
            turn.frames.contains(where: \.tellsOfACommit)
        {
            send(Array(turn.frames.prefix(count)), from: index)
            return end(index, down: states[index].crash?.down ?? 0)
        }
        send(turn.frames, from: index)
        for request in turn.pages.prefix(4) {
            pages.append((now + request.delay, index, request))
        }
        send(
            host.announce(
                idle: received.isEmpty,
                changed: !turn.frames.isEmpty || received.contains { !$0.isHeartbeat }, at: now),
            from: index)
    }

    private func end(_ index: Int, down: Int64) {
        trace.append("\(now) \(hosts[index].identity) ends")
        hosts[index].end()
        try? hosts[index].journal.losePower()
        bus.close(states[index].seat, at: now)
        pages.removeAll { $0.host == index }
        states[index].crash = nil
        states[index].startsAt = now + down
    }

    private func servePages() {
        let due = pages.filter { $0.due <= now }
        pages.removeAll { $0.due <= now }
        for page in due where hosts[page.host].isUp {
            if let frame = hosts[page.host].page(page.request) { send([frame], from: page.host) }
        }
    }

    private func ask() {
        for frame in asker.turn(bus.drain(asksSeat, at: now), at: now) {
            bus.send(frame, from: asksSeat, at: now)
        }
    }

    private func beatHub() {
        guard now - lastHubBeat >= 1_000 else { return }
        lastHubBeat = now
        let beat = Heartbeat(identity: .hub, incarnation: "hub", version: "0", state: .ready)
        var attributes = Attributes(
            id: MessageID("hub-\(now)"), source: "/simulation/hub", type: "heartbeat.v1",
            time: Timestamp(milliseconds: now))
        attributes.dataclassification = .operational
        guard let data = try? JSONText.encode(beat),
            let envelope = try? Envelope(
                topic: .heartbeat(of: .hub), attributes: attributes, data: data)
        else { return }
        bus.send(envelope.frame, from: hubSeat, at: now)
    }

    private func send(_ frames: [Frame], from index: Int) {
        for frame in frames {
            if frame.isOfEvents { record(frame, by: hosts[index].identity) }
            trace.append("\(now) \(hosts[index].identity) \(frame.line)")
            bus.send(frame, from: states[index].seat, at: now)
        }
    }

    private func record(_ frame: Frame, by identity: Identity) {
        guard case .events(let run)? = try? frame.read() else {
            return faults.append("\(identity) sent events that cannot be read")
        }
        for event in run {
            guard let envelope = try? event.get() else {
                faults.append("\(identity) sent an event that cannot be read")
                continue
            }
            record(envelope, of: run.stream, by: identity)
        }
    }

    private func record(_ envelope: Envelope, of stream: EventStream, by identity: Identity) {
        guard let sequence = envelope.attributes.sequence else { return }
        if envelope.attributes.dataclassification == .identifying {
            faults.append("\(identity) sent what identifies a client")
        }
        let before = published[stream]?.updateValue(envelope.raw, forKey: sequence)
        if published[stream] == nil { published[stream] = [sequence: envelope.raw] }
        if let before, before != envelope.raw {
            faults.append("\(stream) was told in two ways at \(sequence)")
        }
    }
}

extension Frame {
    fileprivate var isOfEvents: Bool { bytes.first == UInt8(ascii: "e") }
    fileprivate var tellsOfACommit: Bool { isOfEvents || bytes.first == UInt8(ascii: "i") }
    /// For the history: what it is, and a sum over its bytes.
    fileprivate var line: String {
        let topic = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return "\(topic) \(HashChain.digest(of: bytes).prefix(8))"
    }
}

extension PageRequest {
    /// How long a page takes, in milliseconds: by the first sequence wanted.
    fileprivate var delay: Int64 {
        switch wish {
        case .replay(_, let from), .history(_, let from): from % 7
        case .view: 1
        }
    }
}
