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

    /// As `flow_publish` does in C: in chunks of 64 events, or of one commit where that has more. The
    /// frame of each commit is made of its events, as a service makes it.
    func publish(over bus: isolated BusConnection) async throws {
        let subscribers = settings.number("subscribers")
        let window = Int64(settings.number("window"))
        let batch = Int64(settings.number("batch", or: 1))
        let commit = [RawMessage](repeating: event(Sample.event), count: Int(batch))
        while !board.allJoined(subscribers) {
            try bus.publish(Frame.frames(of: [event(Sample.probe)]))
            try await Task.sleep(for: .milliseconds(2))
        }
        board[.joined(subscribers)] = 1
        while true {
            guard board[.go] != 0 else {
                try await Task.sleep(for: .microseconds(500))
                continue
            }
            let most = max(64 / batch, 1)
            let open = window > 0 ? board[.sent] - board.slowest(subscribers) : 0
            let count = window > 0 ? min(most, (window - open) / batch) : most
            guard count > 0 else {
                board_sleep_microseconds(20)
                continue
            }
            try bus.publish((0..<count).flatMap { _ in Frame.frames(of: commit) })
            board.add(count * batch, to: .sent)
        }
    }

    private func event(_ mark: UInt8) -> RawMessage {
        Sample.message(
            to: Sample.topic,
            data: Sample.data([mark], bytes: settings.number("bytes", or: 256)))
    }

    func subscribe(over bus: isolated BusConnection) async throws {
        let index = settings.number("index")
        bus.subscribe("event.scheduler.session\n")
        while let batch = await bus.receive(waitingAtMost: .seconds(10)) {
            var events: Int64 = 0
            for frame in batch {
                // As a reader does: it takes the frame apart and reads the attributes of each event.
                guard case .events(let run)? = try? frame.read() else { continue }
                for number in run.indices {
                    guard let envelope = try? run.event(at: number) else { continue }
                    if Sample.marks(envelope.raw, [Sample.probe]) {
                        board[.joined(index)] = 1
                    } else {
                        events += 1
                    }
                }
            }
            board.add(events, to: .received(index))
        }
    }

    func echo(over bus: isolated BusConnection) async throws {
        bus.subscribe("command.echo.")
        while let batch = await bus.receive(waitingAtMost: .seconds(10)) {
            try bus.publish(
                batch.compactMap { try? $0.read().single }.map {
                    Frame(Sample.message(to: Sample.answer, data: $0.raw.data))
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
        let mark = Array(String(format: "%016llx", number).utf8)
        try bus.publish([
            Frame(Sample.message(to: Sample.command, data: Sample.data(mark, bytes: bytes)))
        ])
        let deadline = nanosecondsNow + 100_000_000
        while nanosecondsNow < deadline {
            guard let batch = await bus.receive(waitingAtMost: .milliseconds(100)) else {
                return false
            }
            let answers = batch.compactMap { try? $0.read().single }
            if answers.contains(where: { Sample.marks($0.raw, mark) }) { return true }
        }
        return false
    }
}
