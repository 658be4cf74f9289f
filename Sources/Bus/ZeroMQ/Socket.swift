internal import CZeroMQ
internal import Messages

/// A libzmq socket: used from one thread, closed when its owner lets go of it.
struct Socket: ~Copyable {
    /// For a ``Part`` alone.
    let handle: UnsafeMutableRawPointer
    private let context: Context

    init(_ kind: Kind, in context: Context) throws(ZeroMQError) {
        guard let handle = zmq_socket(context.handle, kind.rawValue) else { throw .last }
        self.handle = handle
        self.context = context
    }

    deinit { zmq_close(handle) }

    enum Kind {
        case publisher, subscriber, hubIncoming, hubOutgoing, doorkeeper, monitor

        var rawValue: Int32 {
            switch self {
            case .publisher: ZMQ_PUB
            case .subscriber: ZMQ_SUB
            case .hubIncoming: ZMQ_XSUB
            case .hubOutgoing: ZMQ_XPUB
            case .doorkeeper: ZMQ_REP
            case .monitor: ZMQ_PAIR
            }
        }
    }

    /// Readable when commands have come for the socket; see ``ReadySet``.
    var descriptor: Int32 {
        get throws(ZeroMQError) {
            var descriptor: Int32 = -1
            var size = MemoryLayout<Int32>.size
            guard zmq_getsockopt(handle, ZMQ_FD, &descriptor, &size) == 0 else { throw .last }
            return descriptor
        }
    }

    /// Whether a message is there. Asking also lets the socket handle what has come for it.
    var isReadable: Bool {
        var events: Int32 = 0
        var size = MemoryLayout<Int32>.size
        return zmq_getsockopt(handle, ZMQ_EVENTS, &events, &size) == 0 && events & ZMQ_POLLIN != 0
    }

    /// What every socket of Cairn sets: libzmq's own defaults wait for ever and take any size.
    func limit(queueing messages: Int32, bytes: Int64 = 1 << 20) throws(ZeroMQError) {
        try set(ZMQ_SNDHWM, messages)
        try set(ZMQ_RCVHWM, messages)
        try set(ZMQ_LINGER, 1000)
        var bytes = bytes
        guard zmq_setsockopt(handle, ZMQ_MAXMSGSIZE, &bytes, MemoryLayout<Int64>.size) == 0 else {
            throw .last
        }
    }

    /// Notices a connection whose other end is gone without a word, and makes a new one. The other
    /// side is asked to give up on this one the same way.
    ///
    /// For a socket that only sends. One that receives must not: while more has come than may wait,
    /// libzmq stops reading, also the answers to its own heartbeats. It then takes the connection
    /// for dead, makes another, and aborts the process over it once there is room again
    /// (`_input_stopped`, libzmq 4.3.4).
    func noticeDeadWire() throws(ZeroMQError) {
        try set(ZMQ_HEARTBEAT_IVL, 2_000)
        try set(ZMQ_HEARTBEAT_TIMEOUT, 5_000)
        try set(ZMQ_HEARTBEAT_TTL, 10_000)
    }

    /// Gives up soon on a connection that does not come about, and knocks again: one whose other
    /// end was lost in the middle of the greeting, or whose first packet was. By themselves libzmq
    /// waits half a minute for a greeting, and the system repeats its packet ever more seldom.
    func knockAgainSoon() throws(ZeroMQError) {
        try set(ZMQ_HANDSHAKE_IVL, 5_000)
        try set(ZMQ_CONNECT_TIMEOUT, 5_000)
    }

    /// Has the system end a connection whose other computer is gone: within half a minute.
    func askWhetherAlive() throws(ZeroMQError) {
        try set(ZMQ_TCP_KEEPALIVE, 1)
        try set(ZMQ_TCP_KEEPALIVE_IDLE, 10)
        try set(ZMQ_TCP_KEEPALIVE_INTVL, 5)
        try set(ZMQ_TCP_KEEPALIVE_CNT, 3)
        try set(ZMQ_TCP_MAXRT, 20_000)
    }

    func set(_ option: Int32, _ value: Int32) throws(ZeroMQError) {
        var value = value
        guard zmq_setsockopt(handle, option, &value, MemoryLayout<Int32>.size) == 0 else {
            throw .last
        }
    }

    func set(_ option: Int32, _ text: String) throws(ZeroMQError) {
        let bytes = Array(text.utf8)
        guard zmq_setsockopt(handle, option, bytes, bytes.count) == 0 else { throw .last }
    }

    /// Makes it a door: it opens only for keys that the ``Doorkeeper`` admits in that domain.
    func guardDoor(secretKey: String?, domain: String) throws(ZeroMQError) {
        guard let secretKey else { return }
        try set(ZMQ_CURVE_SERVER, 1)
        try set(ZMQ_CURVE_SECRETKEY, secretKey)
        try set(ZMQ_ZAP_DOMAIN, domain)
    }

    /// Knocks with a key, and only at the door of the hub with that key.
    func present(_ curve: PeerCredentials.Curve?) throws(ZeroMQError) {
        guard let curve else { return }
        try set(ZMQ_CURVE_SERVERKEY, curve.hubKey)
        try set(ZMQ_CURVE_PUBLICKEY, curve.keys.publicKey)
        try set(ZMQ_CURVE_SECRETKEY, curve.keys.secretKey)
    }

    /// A socket that hears when the hub refuses this one's key.
    func refusals(named name: String, in context: Context) throws(ZeroMQError) -> Socket {
        let endpoint = "inproc://refusals-\(name)"
        let events = ZMQ_EVENT_HANDSHAKE_FAILED_AUTH
        guard zmq_socket_monitor(handle, endpoint, events) == 0 else { throw .last }
        let monitor = try Socket(.monitor, in: context)
        try monitor.set(ZMQ_LINGER, 0)
        try monitor.connect(to: endpoint)
        return monitor
    }

    func connect(to endpoint: String) throws(ZeroMQError) {
        guard zmq_connect(handle, endpoint) == 0 else { throw .last }
    }

    func disconnect(from endpoint: String) throws(ZeroMQError) {
        guard zmq_disconnect(handle, endpoint) == 0 else { throw .last }
    }

    func bind(to endpoint: String) throws(ZeroMQError) {
        guard zmq_bind(handle, endpoint) == 0 else { throw .last }
    }

    /// Queues one message of any number of parts. A publishing socket never blocks.
    func send(parts: [[UInt8]]) throws(ZeroMQError) {
        for (index, part) in parts.enumerated() {
            try send(part, more: index + 1 < parts.count)
        }
    }

    /// Queues one message of the protocol, which is one part.
    func send(_ message: [UInt8]) throws(ZeroMQError) { try send(message, more: false) }

    private func send(_ part: [UInt8], more: Bool) throws(ZeroMQError) {
        let flags = more ? ZMQ_SNDMORE | ZMQ_DONTWAIT : ZMQ_DONTWAIT
        while zmq_send(handle, part, part.count, flags) < 0 {
            let error = ZeroMQError.last
            guard error.isInterruption else { throw error }
        }
    }

    /// Takes the next message, if one is there, with its first `limit` parts and their number.
    ///
    /// Parts past the limit are read and forgotten, so that a message of a million parts costs no
    /// memory.
    func receive(keeping limit: Int) throws(ZeroMQError) -> (parts: [[UInt8]], count: Int)? {
        var parts: [[UInt8]] = []
        var count = 0
        var part = Part()
        repeat {
            guard try part.receive(from: self) else { return nil }
            if count < limit { parts.append(part.bytes) }
            count += 1
        } while part.hasMore
        return (parts, count)
    }

    /// Takes the next message, if one is there: its first part, and how many it has.
    ///
    /// What this costs is paid for each message, so nothing is allocated but its bytes.
    ///
    /// - Parameter part: takes up one part after the other, of one message after the other.
    func receive(by part: inout Part) throws(ZeroMQError) -> (bytes: [UInt8], count: Int)? {
        guard try part.receive(from: self) else { return nil }
        let bytes = part.bytes
        var count = 1
        while part.hasMore {
            guard try part.receive(from: self) else { return nil }
            count += 1
        }
        return (bytes, count)
    }
}
