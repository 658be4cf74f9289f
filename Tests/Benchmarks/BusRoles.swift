internal import BenchmarkPeers
internal import Bus
internal import Foundation
internal import Messages

/// What processes do on the bus through Cairn's own API, on the thread of their connection as
/// services do.
struct BusRoles: Sendable {
    private let settings: RoleSettings
    private let board: Board
    private let keys: StageKeys?
    private static let probe = UInt8(ascii: "p")

    init(_ settings: RoleSettings) throws {
        self.settings = settings
        board = try settings.board()
        keys = try settings.keys()
    }

    func connect(as identity: Identity) throws -> BusConnection {
        guard let keys else {
            return try BusConnection(
                PeerCredentials(measuring: identity, address: settings.address, slot: 0))
        }
        guard let own = keys.of(identity) else {
            throw BenchmarkError("there is no key for \(identity)")
        }
        return try BusConnection(
            PeerCredentials(
                identity: identity, address: settings.address, slot: 0, keys: own,
                hubKey: keys.hub.publicKey))
    }

    /// As `flow_publish` does in C, in chunks of 64.
    func publish(over bus: isolated BusConnection) async throws {
        let subscribers = settings.number("subscribers")
        let window = Int64(settings.number("window"))
        let bytes = settings.number("bytes", or: 256)
        let probe = Sample.frames(Self.probe, bytes: bytes)
        let message = Sample.frames(UInt8(ascii: "m"), bytes: bytes)
        while !board.allJoined(subscribers) {
            try bus.publish([probe])
            try await Task.sleep(for: .milliseconds(2))
        }
        board[.joined(subscribers)] = 1
        while true {
            guard board[.go] != 0 else {
                try await Task.sleep(for: .microseconds(500))
                continue
            }
            let open = window > 0 ? board[.sent] - board.slowest(subscribers) : 0
            let count = window > 0 ? min(64, window - open) : 64
            guard count > 0 else {
                board_sleep_microseconds(20)
                continue
            }
            try bus.publish(Array(repeating: message, count: Int(count)))
            board.add(count, to: .sent)
        }
    }

    func subscribe(over bus: isolated BusConnection) async throws {
        let index = settings.number("index")
        bus.subscribe("event.")
        while let batch = await bus.receive(waitingAtMost: .seconds(10)) {
            let messages = batch.count { $0.data.first != Self.probe }
            if messages < batch.count { board[.joined(index)] = 1 }
            board.add(Int64(messages), to: .received(index))
        }
    }

    func echo(over bus: isolated BusConnection) async throws {
        bus.subscribe("command.echo.")
        let attributes = Array(Sample.attributes.utf8)
        while let batch = await bus.receive(waitingAtMost: .seconds(10)) {
            try bus.publish(
                batch.map {
                    Frames(
                        topic: Array(Sample.answer.utf8), attributes: attributes, data: $0.data)
                })
        }
    }

    /// As `flow_ask` does in C.
    func ask(over bus: isolated BusConnection) async throws {
        let bytes = settings.number("bytes", or: 256)
        let trips = settings.number("trips")
        bus.subscribe("inbox.asker.")
        var number: Int64 = 0
        var warm = 0
        while warm < 200 {
            number += 1
            warm += try await trip(number, bytes: bytes, over: bus) ? 1 : 0
        }
        board[.joined(0)] = 1
        while board[.go] == 0 { try await Task.sleep(for: .microseconds(500)) }
        var done = 0
        while done < trips {
            number += 1
            let start = nanosecondsNow
            guard try await trip(number, bytes: bytes, over: bus) else {
                board.add(1, to: .sent)
                continue
            }
            board.setSample(done, nanosecondsNow - start)
            done += 1
        }
        board[.elapsed(0)] = Int64(done)
        board[.received(0)] = 1
    }

    private func trip(
        _ number: Int64, bytes: Int, over bus: isolated BusConnection
    ) async throws -> Bool {
        let mark = withUnsafeBytes(of: number) { Array($0) }
        let data = mark + [UInt8](repeating: 0, count: bytes - mark.count)
        try bus.publish([
            Frames(
                topic: Array(Sample.command.utf8), attributes: Array(Sample.attributes.utf8),
                data: data)
        ])
        let deadline = nanosecondsNow + 100_000_000
        while nanosecondsNow < deadline {
            guard let batch = await bus.receive(waitingAtMost: .milliseconds(100)) else {
                return false
            }
            if batch.contains(where: { $0.data.starts(with: mark) }) { return true }
        }
        return false
    }
}
