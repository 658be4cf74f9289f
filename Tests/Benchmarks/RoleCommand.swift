internal import ArgumentParser
internal import BenchmarkPeers
internal import Bus
internal import Foundation

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
        case .hub: try await BusRoles(settings).forward()
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
        try await work(roles, try roles.connect())
    }

    private func zeromq(_ settings: RoleSettings) throws -> Int32 {
        let board = try settings.board().pointer
        let (incoming, outgoing) = (settings.text("incoming"), settings.text("outgoing"))
        let bytes = settings.number("bytes", or: 256)
        switch role {
        case .proxy: return zeromq_proxy(incoming, outgoing, 1000)
        case .zeromqPublish:
            return Sample.withMessage(bytes: bytes) {
                zeromq_publish(
                    incoming, board, settings.small("subscribers"),
                    Int64(settings.number("window")), $0)
            }
        case .zeromqSubscribe:
            return zeromq_subscribe(outgoing, "event.", board, settings.small("index"))
        case .zeromqEcho: return zeromq_echo(incoming, outgoing)
        default:
            return Sample.withMessage(topic: Sample.command, bytes: bytes) {
                zeromq_ask(incoming, outgoing, board, settings.small("trips"), $0)
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
