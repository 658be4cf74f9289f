internal import CZeroMQ

/// Waits for many sockets at a cost that grows with those that have something, not with all.
///
/// `zmq_poll` asks each socket twice at each wait. A socket's descriptor only says that commands
/// have come for it, and libzmq may take them at any call: so whoever waits here must first have
/// received from each socket that it used until there was nothing left.
struct ReadySet: ~Copyable {
    private let descriptor: Int32
    private var events: [epoll_event]

    /// - Parameter limit: how many are told of at once; the others come next.
    init(limit: Int = 64) throws(ZeroMQError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw .last }
        events = Array(repeating: epoll_event(), count: limit)
    }

    deinit { close(descriptor) }

    /// Adds a descriptor under a number of one's own.
    func add(_ added: Int32, as number: Int) throws(ZeroMQError) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.u64 = UInt64(number)
        guard epoll_ctl(descriptor, EPOLL_CTL_ADD, added, &event) == 0 else { throw .last }
    }

    /// Forgets a descriptor, before its socket is closed.
    func remove(_ added: Int32) throws(ZeroMQError) {
        guard epoll_ctl(descriptor, EPOLL_CTL_DEL, added, nil) == 0 else { throw .last }
    }

    /// The numbers of those that are ready now, or after a wait of so many milliseconds at most.
    mutating func wait(atMost milliseconds: Int32) throws(ZeroMQError) -> [Int] {
        let count = epoll_wait(descriptor, &events, Int32(events.count), milliseconds)
        guard count >= 0 else {
            let error = ZeroMQError.last
            guard error.isInterruption else { throw error }
            return []
        }
        return events.prefix(Int(count)).map { Int($0.data.u64) }
    }
}
