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
    /// Whose messages are asked for, by place. Of an identity that has subscribed to nothing nobody
    /// is there: sending to it would cost and do nothing.
    private var isAwaited: [Bool]
    /// Which sockets were called into since they were last drained: each call may have taken in
    /// subscriptions, of which the descriptor then tells no more.
    private var isUsed: [Bool]
    private var used: [Int] = []

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
            try socket.askWhetherAlive()
            try socket.guardDoor(
                secretKey: doors.secretKey, domain: KeyQuestion.domain(of: identity))
            for address in doors.addresses {
                try socket.bind(to: address.outgoing(to: identity, slot: slot))
            }
            outlets.append(Outlet(socket))
        }
        self.outlets = outlets
        isAwaited = Array(repeating: false, count: outlets.count)
        isUsed = Array(repeating: true, count: outlets.count)
        used = Array(outlets.indices)
    }

    /// Lets the set tell when peers have sent something, each under its place behind `first`.
    func join(_ ready: borrowing ReadySet, from first: Int) throws(ZeroMQError) {
        for (place, outlet) in outlets.enumerated() {
            guard let outlet else { continue }
            try ready.add(outlet.socket.descriptor, as: first + place)
        }
    }

    /// Sends a message to some of them, by place; the bytes are shared, not copied.
    func send(_ message: inout Part, to targets: [Int]) throws(ZeroMQError) {
        var last: Int?
        for target in targets where isAwaited[target] {
            if let last {
                var copy = try message.shared()
                try pass(&copy, to: last)
            }
            last = target
        }
        if let last { try pass(&message, to: last) }
    }

    private func pass(_ message: inout Part, to place: Int) throws(ZeroMQError) {
        guard let outlet = outlets[place] else { return }
        try message.send(to: outlet.socket)
        use(place)
    }

    func sendToAll(_ frame: Frame) throws(ZeroMQError) {
        for (place, outlet) in outlets.enumerated() {
            try outlet?.socket.send(frame.bytes)
            use(place)
        }
    }

    /// The socket at that place is drained next time.
    func use(_ place: Int) {
        guard !isUsed[place] else { return }
        isUsed[place] = true
        used.append(place)
    }

    /// Takes off what the readers sent, which the sockets themselves have acted on: subscriptions.
    ///
    /// - Returns: the places of those who sent anything else, or asked for too much. Their sockets
    ///   are closed: their other connections too, for one key stands behind all of them.
    func drain(leaving ready: borrowing ReadySet) throws(ZeroMQError) -> [Int] {
        var closed: [Int] = []
        let places = used
        used.removeAll(keepingCapacity: true)
        for place in places {
            isUsed[place] = false
            guard let outlet = outlets[place] else { continue }
            switch try receive(from: outlet) {
            case .all: break
            // The others come first.
            case .some: use(place)
            case .tooMuch:
                try ready.remove(outlet.socket.descriptor)
                outlets[place] = nil
                closed.append(place)
            }
            isAwaited[place] = outlets[place] != nil && !outlet.subscriptions.isEmpty
        }
        return closed
    }

    /// Whether there is more to drain at once.
    var isBehind: Bool { !used.isEmpty }

    private enum Received { case all, some, tooMuch }

    private func receive(from outlet: Outlet) throws(ZeroMQError) -> Received {
        for _ in 0..<Self.subscriptionLimit {
            guard let message = try outlet.socket.receive(keeping: 1) else { return .all }
            guard message.count == 1, let wish = message.parts.first else { return .tooMuch }
            let topic = Array(wish.dropFirst())
            switch wish.first {
            // A cancel of what was not asked for is told too, and changes nothing.
            case 0: outlet.subscriptions.remove(topic)
            case 1: outlet.subscriptions.insert(topic)
            default: return .tooMuch
            }
            guard outlet.subscriptions.count <= Self.subscriptionLimit else { return .tooMuch }
        }
        return .some
    }
}
