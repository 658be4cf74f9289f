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
    /// Where the subscriber is connected to.
    private let outgoing: String

    /// Messages that may wait for a receiver: at the bound the hub's queue fills, and then it drops.
    ///
    /// Far more than a receiver is ever behind in a turn. While that many wait, a connection that
    /// is made anew aborts the process (see ``Socket/noticeDeadWire()``).
    private static let receiving: Int32 = 100_000

    init(_ credentials: PeerCredentials) throws(BusError) {
        do {
            let context = try Context()
            let publisher = try Socket(.publisher, in: context)
            let subscriber = try Socket(.subscriber, in: context)
            try publisher.limit(queueing: 10_000)
            try subscriber.limit(queueing: Self.receiving)
            try publisher.noticeDeadWire()
            try publisher.knockAgainSoon()
            try subscriber.knockAgainSoon()
            try publisher.present(credentials.curve)
            try subscriber.present(credentials.curve)
            let publisherRefusals = try publisher.refusals(named: "publisher", in: context)
            let subscriberRefusals = try subscriber.refusals(named: "subscriber", in: context)
            let (identity, slot) = (credentials.identity, credentials.slot)
            try publisher.connect(to: credentials.address.incoming)
            let outgoing = credentials.address.outgoing(to: identity, slot: slot)
            try subscriber.connect(to: outgoing)
            self.outgoing = outgoing
            self.publisherRefusals = publisherRefusals
            self.subscriberRefusals = subscriberRefusals
            self.publisher = publisher
            self.subscriber = subscriber
        } catch {
            throw .refused(error, doing: "connect to the hub")
        }
    }

    /// Gives up a connection that may be dead, and makes a new one: what it was subscribed to stays.
    borrowing func redial() throws(ZeroMQError) {
        try subscriber.disconnect(from: outgoing)
        try subscriber.connect(to: outgoing)
    }

    /// What a receiver took at once.
    struct Arrived {
        var frames: [Frame] = []
        /// How many parts those had that had more than one.
        var misshapen: [Int] = []
        /// Whether there was nothing more.
        var isAll = true
        var isEmpty: Bool { frames.isEmpty && misshapen.isEmpty }
    }

    /// Takes what has arrived, as far as a receiver takes at once.
    borrowing func drain() -> Arrived {
        var arrived = Arrived()
        var part = Part()
        var bytes = 0
        for _ in 0..<receiveBatchLimit where bytes < receiveBatchBytes {
            // libzmq refuses to receive only from a closed or wrong socket, and this is neither.
            guard let message = try? subscriber.receive(by: &part) else { return arrived }
            bytes += message.bytes.count
            if message.count == 1 {
                // Some dozens come at once where many come at all: it need not grow from one.
                if arrived.frames.isEmpty { arrived.frames.reserveCapacity(32) }
                arrived.frames.append(Frame(message.bytes))
            } else {
                arrived.misshapen.append(message.count)
            }
        }
        arrived.isAll = false
        return arrived
    }
}
