internal import CZeroMQ
internal import Messages

/// One publishing and one subscribing socket, both connected to a hub.
struct PeerSockets: ~Copyable {
    let publisher: Socket
    let subscriber: Socket
    /// Hear when the hub refuses the key, at its door for publishers and at that for readers: one
    /// whose key was revoked finds only the first.
    let publisherRefusals: Socket
    let subscriberRefusals: Socket

    init(_ credentials: PeerCredentials) throws(BusError) {
        do {
            let context = try Context()
            let publisher = try Socket(.publisher, in: context)
            let subscriber = try Socket(.subscriber, in: context)
            try publisher.limit(queueing: 10_000)
            try subscriber.limit(queueing: 10_000)
            try publisher.noticeDeadWire()
            try subscriber.noticeDeadWire()
            try publisher.present(credentials.curve)
            try subscriber.present(credentials.curve)
            let publisherRefusals = try publisher.refusals(named: "publisher", in: context)
            let subscriberRefusals = try subscriber.refusals(named: "subscriber", in: context)
            let (identity, slot) = (credentials.identity, credentials.slot)
            try publisher.connect(to: credentials.address.incoming)
            try subscriber.connect(to: credentials.address.outgoing(to: identity, slot: slot))
            self.publisherRefusals = publisherRefusals
            self.subscriberRefusals = subscriberRefusals
            self.publisher = publisher
            self.subscriber = subscriber
        } catch {
            throw .refused(error, doing: "connect to the hub")
        }
    }

    /// What a receiver took at once.
    struct Arrived {
        var messages: [Frames] = []
        /// How many frames those had that did not have three.
        var misshapen: [Int] = []
        /// Whether there was nothing more.
        var isAll = true
    }

    /// Takes what has arrived, 256 messages at most.
    borrowing func drain() -> Arrived {
        var arrived = Arrived()
        var part = Part()
        for _ in 0..<receiveBatchLimit {
            // libzmq refuses to receive only from a closed or wrong socket, and this is neither.
            guard let message = try? subscriber.receiveFrames(by: &part) else { return arrived }
            if message.count == 3 {
                // Some dozens come at once where many come at all: it need not grow from one.
                if arrived.messages.isEmpty { arrived.messages.reserveCapacity(32) }
                arrived.messages.append(message.frames)
            } else {
                arrived.misshapen.append(message.count)
            }
        }
        arrived.isAll = false
        return arrived
    }
}
