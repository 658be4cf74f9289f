internal import CZeroMQ
internal import Messages

/// The sockets through which a hub sends, one for each identity.
///
/// A class, because an array cannot hold a ``Socket``; it is used on the forwarding thread alone.
final class Outlets {
    /// Topics that one identity may subscribe to, over all its connections: a service has some
    /// dozens. Beyond, its socket is closed: libzmq keeps what is asked for without a bound.
    static let subscriptionLimit = 1_024
    /// What a subscription may have, in bytes: a topic has 255 at most.
    private static let upstreamLimitBytes: Int64 = 512

    private var outlets: [Outlet?]

    private final class Outlet {
        let socket: Socket
        /// What its readers ask for, each once, as libzmq tells it.
        var subscriptions: Set<[UInt8]> = []
        init(_ socket: consuming Socket) { self.socket = socket }
    }

    init(_ doors: HubDoors, queueLimit: Int32, in context: Context) throws(ZeroMQError) {
        var outlets: [Outlet?] = []
        for (identity, slot) in doors.identities {
            let socket = try Socket(.hubOutgoing, in: context)
            try socket.limit(queueing: queueLimit, bytes: Self.upstreamLimitBytes)
            try socket.guardDoor(
                secretKey: doors.secretKey, domain: Doorkeeper.domain(of: identity))
            for address in doors.addresses {
                try socket.bind(to: address.outgoing(to: identity, slot: slot))
            }
            outlets.append(Outlet(socket))
        }
        self.outlets = outlets
    }

    /// For `zmq_poll`, in the order of the identities; none for one that was closed.
    var handles: [UnsafeMutableRawPointer] { outlets.compactMap { $0?.socket.handle } }

    /// Sends one frame to some of them; the bytes are shared, not copied.
    func send(_ part: inout Part, to targets: [Int], more: Bool) throws(ZeroMQError) {
        guard let last = targets.last else { return }
        for target in targets.dropLast() {
            guard let outlet = listening(target) else { continue }
            var copy = try part.shared()
            try copy.send(to: outlet.socket, more: more)
        }
        if let outlet = listening(last) { try part.send(to: outlet.socket, more: more) }
    }

    /// An identity that has asked for nothing is not there: sending to it costs and does nothing.
    private func listening(_ place: Int) -> Outlet? {
        outlets[place].flatMap { $0.subscriptions.isEmpty ? nil : $0 }
    }

    func sendToAll(_ frames: Frames) throws(ZeroMQError) {
        for outlet in outlets {
            try outlet?.socket.send([frames.topic, frames.attributes, frames.data])
        }
    }

    /// Takes off what the readers sent, which the socket itself has acted on: subscriptions.
    ///
    /// - Returns: the places of those who sent anything else, or asked for too much. Their sockets
    ///   are closed: their other connections too, for one key stands behind all of them.
    func drain() throws(ZeroMQError) -> [Int] {
        var closed: [Int] = []
        for (place, outlet) in outlets.enumerated() {
            guard let outlet, try !isWithinBounds(outlet) else { continue }
            outlets[place] = nil
            closed.append(place)
        }
        return closed
    }

    private func isWithinBounds(_ outlet: Outlet) throws(ZeroMQError) -> Bool {
        for _ in 0..<Self.subscriptionLimit {
            guard let message = try outlet.socket.receive(keeping: 1) else { return true }
            guard message.count == 1, let frame = message.parts.first else { return false }
            let topic = Array(frame.dropFirst())
            switch frame.first {
            // A cancel of what was not asked for is told too, and changes nothing.
            case 0: outlet.subscriptions.remove(topic)
            case 1: outlet.subscriptions.insert(topic)
            default: return false
            }
            guard outlet.subscriptions.count <= Self.subscriptionLimit else { return false }
        }
        return true
    }
}
