internal import CZeroMQ

/// One publishing and one subscribing socket, both connected to a hub.
struct PeerSockets: ~Copyable {
    let publisher: Socket
    let subscriber: Socket

    init(endpoints: HubEndpoints) throws(BusError) {
        do {
            let context = try Context()
            let publisher = try Socket(.publisher, in: context)
            let subscriber = try Socket(.subscriber, in: context)
            try publisher.limit(queueing: 10_000)
            try subscriber.limit(queueing: 10_000)
            try publisher.connect(to: endpoints.incoming)
            try subscriber.connect(to: endpoints.outgoing)
            self.publisher = publisher
            self.subscriber = subscriber
        } catch {
            throw .refused(error, doing: "connect to the hub")
        }
    }
}
