internal import CZeroMQ
internal import Glibc

/// What a peer's thread waits for, in one call of the kernel.
///
/// `zmq_poll` asks each socket before and after each wait, and each time libzmq asks the kernel. A
/// socket's descriptor only says that commands have come for it, and libzmq may take them at any
/// call: so whoever waits for messages must first have received until there was nothing left.
/// For the many sockets of a hub there is ``ReadySet``.
struct PeerWatch {
    /// In the order in which they are waited for; the last one only by who receives.
    enum Source: Int, CaseIterable {
        case wakeup, publisher, publisherRefusals, subscriberRefusals, subscriber
    }

    private var items: [pollfd]

    init(_ sockets: borrowing PeerSockets, wakeup: Wakeup) throws(BusError) {
        do {
            let descriptors = [
                wakeup.descriptor, try sockets.publisher.descriptor,
                try sockets.publisherRefusals.descriptor,
                try sockets.subscriberRefusals.descriptor, try sockets.subscriber.descriptor,
            ]
            items = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        } catch {
            throw .refused(error, doing: "wait for the hub")
        }
    }

    /// Waits until one of them is ready, or so many milliseconds; -1 for as long as it takes.
    mutating func wait(withSubscriber: Bool, atMost milliseconds: Int32) {
        let count = withSubscriber ? items.count : items.count - 1
        // An interrupted call leaves the answers of the one before it.
        for index in items.indices { items[index].revents = 0 }
        _ = poll(&items, nfds_t(count), milliseconds)
    }

    /// Whether it was ready when the last wait ended.
    func isReady(_ source: Source) -> Bool { items[source.rawValue].revents != 0 }

    /// Waits for them no more.
    mutating func forget(_ sources: Source...) {
        for source in sources {
            // What the kernel passes over.
            items[source.rawValue].fd = -1
            items[source.rawValue].revents = 0
        }
    }
}
