internal import ArgumentParser
internal import BenchmarkPeers
internal import Bus
internal import Foundation
internal import Messages

/// One process of a measurement. The benchmark starts it by itself.
struct RoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "role", shouldDisplay: false)

    @Argument var role: Role
    @Argument var settings: [String] = []

    func run() async throws {
        let settings = RoleSettings(settings)
        let status = try await perform(settings)
        guard status == 0 else {
            let line = Array("\(role.rawValue) ended: \(String(cString: strerror(errno)))\n".utf8)
            _ = write(STDERR_FILENO, line, line.count)
            throw ExitCode(1)
        }
    }

    private func perform(_ settings: RoleSettings) async throws -> Int32 {
        switch role {
        case .hub: try await HubRole(settings).forward()
        case .busPublish: try await bus(settings) { try await $0.publish(over: $1) }
        case .busSubscribe: try await bus(settings) { try await $0.subscribe(over: $1) }
        case .busEcho: try await bus(settings) { try await $0.echo(over: $1) }
        case .busAsk: try await bus(settings) { try await $0.ask(over: $1) }
        case .journalAppend: try JournalRole(settings).append()
        case .eventAppend: try JournalRole(settings).decideAndAppend()
        case .owner: try await ServiceRoles(settings).own()
        case .reader: try await ServiceRoles(settings).read()
        case .proxy, .zeromqPublish, .zeromqSubscribe, .zeromqEcho, .zeromqAsk:
            return try zeromq(settings)
        default: return try broker(settings)
        }
        return 0
    }

    private func bus(
        _ settings: RoleSettings, _ work: (BusRoles, BusConnection) async throws -> Void
    ) async throws {
        let roles = try BusRoles(settings)
        try await work(roles, try roles.connect(as: identity(settings)))
    }

    /// Whose part the role takes on the bus.
    private func identity(_ settings: RoleSettings) -> Identity {
        switch role {
        case .busSubscribe, .zeromqSubscribe: Participants.reader(settings.number("index"))
        case .busEcho, .zeromqEcho: Participants.echo
        case .busAsk, .zeromqAsk: Participants.asker
        default: Participants.publisher
        }
    }

    private func zeromq(_ settings: RoleSettings) throws -> Int32 {
        let board = try settings.board().pointer
        let incoming = settings.address.incoming
        // The proxy has one door for all: a reader of ours finds it where its own would be.
        let door = settings.text("server") == "hub" ? identity(settings) : Participants.reader(0)
        let outgoing = settings.address.outgoing(to: door, slot: 0)
        let bytes = settings.number("bytes", or: 256)
        return try withKeys(settings) { keys in
            switch role {
            case .proxy: zeromq_proxy(incoming, outgoing, 1000, keys)
            case .zeromqPublish:
                Sample.withMessage(bytes: bytes) {
                    zeromq_publish(
                        incoming, keys, board, settings.small("subscribers"),
                        Int64(settings.number("window")), $0)
                }
            case .zeromqSubscribe:
                zeromq_subscribe(outgoing, keys, "event.", board, settings.small("index"))
            case .zeromqEcho: zeromq_echo(incoming, outgoing)
            default:
                Sample.withMessage(topic: Sample.command, bytes: bytes) {
                    zeromq_ask(incoming, outgoing, board, settings.small("trips"), $0)
                }
            }
        }
    }

    /// Calls C with the keys of this process, or with none.
    private func withKeys(
        _ settings: RoleSettings, _ body: (UnsafePointer<zeromq_keys>?) -> Int32
    ) throws -> Int32 {
        guard let keys = try settings.keys() else { return body(nil) }
        guard let own = role == .proxy ? keys.hub : keys.of(identity(settings)) else {
            throw BenchmarkError("there is no key for \(role.rawValue)")
        }
        return own.publicKey.withCString { publicKey in
            own.secretKey.withCString { secretKey in
                keys.hub.publicKey.withCString { hubKey in
                    var pointers = zeromq_keys(
                        public_key: publicKey, secret_key: secretKey, hub_key: hubKey)
                    return body(&pointers)
                }
            }
        }
    }

    private func broker(_ settings: RoleSettings) throws -> Int32 {
        let board = try settings.board().pointer
        let port = settings.small("port")
        let index = settings.small("index")
        let subscribers = settings.small("subscribers")
        let window = Int64(settings.number("window"))
        let batch = settings.small("batch", or: 1)
        let patience = Int64(settings.number("nanoseconds"))
        let trips = settings.small("trips")
        let isRequest = role == .natsAsk || role == .redisAsk
        return Sample.withMessage(
            topic: isRequest ? Sample.command : Sample.topic,
            bytes: settings.number("bytes", or: 256)
        ) { message in
            switch role {
            case .natsPublish: nats_publish(port, board, subscribers, window, message)
            case .natsSubscribe: nats_subscribe(port, "event.", board, index)
            case .natsEcho: nats_echo(port)
            case .natsAsk: nats_ask(port, board, trips, message)
            case .redisPublish: redis_publish(port, board, subscribers, window, message)
            case .redisSubscribe: redis_subscribe(port, Sample.topic, board, index)
            case .redisEcho: redis_echo(port)
            case .redisAsk: redis_ask(port, board, trips, message)
            case .mqttPublish: mqtt_publish(port, board, subscribers, window, message)
            case .mqttSubscribe: mqtt_subscribe(port, Sample.topic, board, index)
            case .redisAppend: redis_append(port, board, index, batch, patience, message)
            case .jetstreamAppend: jetstream_append(port, board, index, batch, patience, message)
            case .redisRead: redis_read(port, board, Int64(settings.number("count")))
            case .jetstreamRead: jetstream_read(port, board, Int64(settings.number("count")))
            case .fileAppend:
                file_append(
                    "\(settings.text("folder"))/file\(index)", board, index, batch, patience,
                    message)
            default: -1
            }
        }
    }
}

extension Role: ExpressibleByArgument {}
