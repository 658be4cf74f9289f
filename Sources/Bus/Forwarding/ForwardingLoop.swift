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
            try incoming.guardDoor(secretKey: doors.secretKey, domain: Doorkeeper.domain(of: nil))
            for address in doors.addresses { try incoming.bind(to: address.incoming) }
            let outgoing = try Outlets(doors, queueLimit: queueLimit, in: context)
            // Takes in everything, so that no publisher need learn who subscribed to what.
            try incoming.send([[1]])
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
    /// It always polls, the sending sockets too: a socket handles a peer's subscriptions only when
    /// its thread next calls into it, and until then it drops.
    borrowing func run(by policy: some ForwardingPolicy) throws(ZeroMQError) {
        var policy = policy
        var next = ContinuousClock.now
        var items = items()
        while true {
            if next <= .now {
                for frames in policy.second() { try outgoing.sendToAll(frames) }
                next = .now + .seconds(1)
            }
            let rest = max(.zero, ContinuousClock.now.duration(to: next))
            if zmq_poll(&items, Int32(items.count), Int(rest / .milliseconds(1)) + 1) < 0 {
                let error = ZeroMQError.last
                guard error.isInterruption else { throw error }
                continue
            }
            if items[3...].contains(where: { $0.revents != 0 }) {
                let closed = try outgoing.drain()
                for place in closed { policy.suspended(place) }
                if !closed.isEmpty { items = self.items() }
            }
            if items[2].revents != 0 { try doorkeeper.answer(by: &policy) }
            if items[1].revents != 0 { try forward(by: &policy, atMost: 1_000) }
            if items[0].revents != 0 { break }
        }
        try forward(by: &policy, atMost: 10_000)
    }

    private borrowing func items() -> [zmq_pollitem_t] {
        let readable = Int16(ZMQ_POLLIN)
        let wake = zmq_pollitem_t(
            socket: nil, fd: wakeup.descriptor, events: readable, revents: 0)
        let sockets = [incoming.handle, doorkeeper.socket.handle] + outgoing.handles
        return [wake]
            + sockets.map { zmq_pollitem_t(socket: $0, fd: 0, events: readable, revents: 0) }
    }

    /// Moves what is there. The limit lets the hub's own heart beat under any load.
    private borrowing func forward(
        by policy: inout some ForwardingPolicy, atMost limit: Int
    ) throws(ZeroMQError) {
        var first = Part()
        var second = Part()
        var third = Part()
        for _ in 0..<limit {
            guard try first.receive(from: incoming) else { return }
            guard first.hasMore, try second.receive(from: incoming), second.hasMore,
                try third.receive(from: incoming), !third.hasMore
            else {
                try forgetRest(of: &first, &second, &third)
                policy.droppedMisshapen()
                continue
            }
            let targets = first.withSenderAndSpan { sender, topic in
                policy.route(topic: topic, from: sender)
            }
            policy.passed(byteCount: first.byteCount + second.byteCount + third.byteCount)
            guard !targets.isEmpty else { continue }
            try outgoing.send(&first, to: targets, more: true)
            try outgoing.send(&second, to: targets, more: true)
            try outgoing.send(&third, to: targets, more: false)
        }
    }

    /// Reads a message that has not three frames to its end.
    private borrowing func forgetRest(
        of first: inout Part, _ second: inout Part, _ third: inout Part
    ) throws(ZeroMQError) {
        guard first.hasMore, second.hasMore else { return }
        while third.hasMore, try third.receive(from: incoming) {}
    }
}
