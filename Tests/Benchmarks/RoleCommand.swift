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
            throw ArgumentParser.ExitCode(1)
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
        case .attendance: try await Attendance(settings).record()
        case .watch: try await Attendance(settings).watch()
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
        return try withKeys(settings) { keys in
            withMessage(settings) { message in
                switch role {
                case .proxy: zeromq_proxy(incoming, outgoing, 1000, keys)
                case .zeromqPublish:
                    zeromq_publish(
                        incoming, keys, board, settings.small("subscribers"),
                        Int64(settings.number("window")), message)
                case .zeromqSubscribe:
                    zeromq_subscribe(
                        outgoing, keys, "event.", board, settings.small("index"),
                        settings.small("unread"))
                case .zeromqEcho: zeromq_echo(incoming, outgoing, Sample.answer, message)
                default:
                    zeromq_ask(
                        incoming, outgoing, Sample.answer, board, settings.small("trips"), message)
                }
            }
        }
    }

    /// Calls C with what is published, or asked.
    private func withMessage(
        _ settings: RoleSettings, _ body: (UnsafePointer<flow_message>) -> Int32
    ) -> Int32 {
        let isRequest: Set<Role> = [.zeromqEcho, .zeromqAsk, .brokerEcho, .brokerAsk]
        return Sample.withMessage(
            topic: isRequest.contains(role) ? Sample.command : Sample.topic,
            bytes: settings.number("bytes", or: 256), batch: settings.number("batch", or: 1), body)
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
        let index = settings.small("index")
        let patience = Int64(settings.number("nanoseconds"))
        return withMessage(settings) { message in
            if role == .fileAppend {
                let path = "\(settings.text("folder"))/file\(index)"
                return file_append(path, board, index, patience, message)
            }
            return withAddress(settings) { address in
                switch role {
                case .brokerPublish:
                    broker_publish(
                        address, board, settings.small("subscribers"),
                        Int64(settings.number("window")), message)
                case .brokerSubscribe: broker_subscribe(address, Sample.topic, board, index)
                case .brokerEcho: broker_echo(address, Sample.answer, message)
                case .brokerAsk:
                    broker_ask(address, Sample.answer, board, settings.small("trips"), message)
                case .brokerAppend: broker_append(address, board, index, patience, message)
                case .brokerRead: broker_read(address, board, Int64(settings.number("count")))
                default: -1
                }
            }
        }
    }

    /// Calls C with where the broker is.
    private func withAddress(
        _ settings: RoleSettings, _ body: (UnsafePointer<broker_address>) -> Int32
    ) -> Int32 {
        guard let kind = Broker(rawValue: settings.text("broker"))?.kind else { return -1 }
        let authority = settings.text("authority")
        return authority.withCString {
            var address = broker_address(
                kind: kind, port: settings.small("port"), authority: authority.isEmpty ? nil : $0)
            return body(&address)
        }
    }
}

extension Role: ExpressibleByArgument {}
