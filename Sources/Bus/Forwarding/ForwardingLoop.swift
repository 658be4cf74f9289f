internal import CZeroMQ
internal import Messages

/// The hub's sockets, and the loop that moves messages between them without copying them.
///
/// Each identity has a socket of its own, so that what it may read is decided where a message is
/// sent. One shared socket would have to grant subscriptions one by one (`XPUB_MANUAL`), and
/// libzmq can be led to put such a grant on another peer's pipe.
struct ForwardingLoop: ~Copyable {
    private let incoming: Socket
    private let outgoing: Outlets
    private let doorkeeper: Doorkeeper
    private let wakeup: Wakeup

    init(doors: HubDoors, queueLimit: Int32, wakeup: Wakeup) throws(BusError) {
        do {
            let context = try Context()
            let doorkeeper = try Doorkeeper(in: context)
            let incoming = try Socket(.hubIncoming, in: context)
            try incoming.limit(queueing: queueLimit)
            try incoming.askWhetherAlive()
            try incoming.guardDoor(secretKey: doors.secretKey, domain: KeyQuestion.domain(of: nil))
            for address in doors.addresses { try incoming.bind(to: address.incoming) }
            let outgoing = try Outlets(doors, queueLimit: queueLimit, in: context)
            // Takes in everything, so that no publisher need learn who subscribed to what.
            try incoming.send([1])
            self.doorkeeper = doorkeeper
            self.incoming = incoming
            self.outgoing = outgoing
            self.wakeup = wakeup
        } catch {
            throw .refused(error, doing: "bind the hub's sockets")
        }
    }

    /// Sends what is queued, a second at most, and frees the addresses.
    consuming func close() {}

    /// Forwards until the wake descriptor is signalled, and then what has arrived by then.
    ///
    /// It always waits for the sending sockets too: a socket handles a peer's subscriptions only
    /// when its thread next calls into it, and until then it drops.
    borrowing func run(by policy: some ForwardingPolicy) throws(ZeroMQError) {
        var policy = policy
        var (next, nextBeat, lastBeat) = (
            ContinuousClock.now, ContinuousClock.now, ContinuousClock.now
        )
        var ready = try ReadySet()
        try ready.add(wakeup.descriptor, as: Self.wake)
        try ready.add(incoming.descriptor, as: Self.arrival)
        try ready.add(doorkeeper.socket.descriptor, as: Self.question)
        try outgoing.join(ready, from: Self.outlets)
        // Nobody has looked at the sockets yet, and what came before is not told again.
        var isArrival = true
        while true {
            if next <= .now {
                policy.second()
                next = .now + .seconds(1)
            }
            if nextBeat <= .now {
                for frame in policy.beat() { try outgoing.sendToAll(frame) }
                lastBeat = .now
                nextBeat = lastBeat + .seconds(1)
            }
            for place in try outgoing.drain(leaving: ready) { policy.suspended(place) }
            let rest = max(.zero, ContinuousClock.now.duration(to: min(next, nextBeat)))
            var isEnd = false
            for number in try ready.wait(
                atMost: isArrival || outgoing.isBehind ? 0 : Int32(rest / .milliseconds(1)) + 1)
            {
                switch number {
                case Self.wake: isEnd = true
                case Self.arrival: isArrival = true
                case Self.question: try doorkeeper.answer(by: &policy)
                default: outgoing.use(number - Self.outlets)
                }
            }
            if isEnd { break }
            if isArrival { isArrival = try forward(by: &policy, atMost: 1_000) }
            if policy.isAskedToBeat {
                nextBeat = min(nextBeat, lastBeat + HeartbeatRequest.spacing)
            }
        }
        _ = try forward(by: &policy, atMost: 10_000)
    }

    private static var wake: Int { 0 }
    private static var arrival: Int { 1 }
    private static var question: Int { 2 }
    private static var outlets: Int { 3 }

    /// Moves what is there. The limit lets the hub's own heart beat under any load.
    ///
    /// - Returns: whether more may be there.
    private borrowing func forward(
        by policy: inout some ForwardingPolicy, atMost limit: Int
    ) throws(ZeroMQError) -> Bool {
        var part = Part()
        for _ in 0..<limit {
            guard try part.receive(from: incoming) else { return false }
            guard !part.hasMore else {
                let count = try countRest(behind: &part)
                part.withSenderAndSpan { sender, _ in policy.droppedParts(count, from: sender) }
                continue
            }
            let targets = part.withSenderAndSpan { sender, frame in
                policy.route(
                    topic: frame.extracting(0..<Self.topicEnd(in: frame)), from: sender,
                    byteCount: frame.count)
            }
            try outgoing.send(&part, to: targets)
        }
        return true
    }

    /// Where the first line of a frame ends; at 0, where no topic is, if it is longer than a topic
    /// may be or does not end.
    private static func topicEnd(in frame: Span<UInt8>) -> Int {
        for index in 0..<min(frame.count, Topic.limitBytes + 1)
        where frame[index] == UInt8(ascii: "\n") {
            return index
        }
        return 0
    }

    /// Reads a message of several parts to its end.
    ///
    /// - Returns: how many it had.
    private borrowing func countRest(behind part: inout Part) throws(ZeroMQError) -> Int {
        var count = 1
        while part.hasMore, try part.receive(from: incoming) { count += 1 }
        return count
    }
}
