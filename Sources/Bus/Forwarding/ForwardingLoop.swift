internal import CZeroMQ
internal import Messages

/// The hub's sockets, and the loop that moves messages between them without copying them.
struct ForwardingLoop: ~Copyable {
    private let incoming: Socket
    private let outgoing: Socket
    private let wakeup: Wakeup

    init(endpoints: HubEndpoints, queueLimit: Int32, wakeup: Wakeup) throws(BusError) {
        do {
            let context = try Context()
            let incoming = try Socket(.hubIncoming, in: context)
            let outgoing = try Socket(.hubOutgoing, in: context)
            try incoming.limit(queueing: queueLimit)
            try outgoing.limit(queueing: queueLimit)
            try incoming.bind(to: endpoints.incoming)
            try outgoing.bind(to: endpoints.outgoing)
            // Takes in everything, so that no publisher need learn who subscribed to what.
            try incoming.send([[1]])
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
    /// It always polls: a bound `XSUB` tells a new publisher its subscriptions only when its
    /// thread next calls into the socket, and until then that publisher drops.
    borrowing func run(observedBy observer: some ForwarderObserver) throws(ZeroMQError) {
        var observer = observer
        var next = ContinuousClock.now
        var items = [
            zmq_pollitem_t(
                socket: nil, fd: wakeup.descriptor, events: Int16(ZMQ_POLLIN), revents: 0),
            zmq_pollitem_t(socket: incoming.handle, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0),
            zmq_pollitem_t(socket: outgoing.handle, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0),
        ]
        while true {
            if next <= .now {
                for frames in observer.second() {
                    try outgoing.send([frames.topic, frames.attributes, frames.data])
                }
                next = .now + .seconds(1)
            }
            let rest = max(.zero, ContinuousClock.now.duration(to: next))
            if zmq_poll(&items, 3, Int(rest / .milliseconds(1)) + 1) < 0 {
                let error = ZeroMQError.last
                guard error.isInterruption else { throw error }
                continue
            }
            if items[2].revents != 0 { try forgetSubscriptions() }
            if items[1].revents != 0 { try forward(to: &observer, atMost: 1_000) }
            if items[0].revents != 0 { break }
        }
        try forward(to: &observer, atMost: 10_000)
    }

    /// Moves what is there. The limit lets the hub's own heart beat under any load.
    private borrowing func forward(
        to observer: inout some ForwarderObserver, atMost limit: Int
    ) throws(ZeroMQError) {
        var part = Part()
        for _ in 0..<limit {
            guard try part.receive(from: incoming) else { return }
            part.withSpan { observer.began(topic: $0) }
            while true {
                observer.passed(byteCount: part.byteCount)
                let hasMore = part.hasMore
                try part.send(to: outgoing, more: hasMore)
                guard hasMore, try part.receive(from: incoming) else { break }
            }
        }
    }

    /// The socket matches topics by itself; the notices are only taken off its queue.
    private borrowing func forgetSubscriptions() throws(ZeroMQError) {
        for _ in 0..<1_000 {
            guard try outgoing.receive(keeping: 0) != nil else { return }
        }
    }
}
