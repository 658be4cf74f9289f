internal import Bus
internal import Messages
internal import TestKit

/// What peers say of themselves: read, written again, and heard by a reader of their streams.
struct HeartbeatsTarget: Target {
    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        FuzzInput(
            (0...chance.below(2)).map { _ in
                JSONMutation.mutate(Self.sample(&chance), by: &chance)
            })
    }

    /// A heartbeat with everything in it.
    static func sample(_ chance: inout SeededGenerator) -> [UInt8] {
        var beat = Heartbeat(
            identity: .scheduler, incarnation: "first", version: "0", state: .ready)
        for text in ["scheduler.session", "scheduler.enrollment", "supervisor.clock"] {
            guard let stream = EventStream(text) else { continue }
            let edges: [Int64] = [0, 1, 7, -1, .min, .max, 1 << 53, (1 << 53) - 1, .max - 1]
            let sequence = chance.oneIn(2) ? Int64(chance.below(9)) : chance.one(of: edges)
            beat.heads[stream] = .init(
                sequence: sequence, hash: String(repeating: "0", count: 64))
            beat.positions[stream] = 3
        }
        beat.clock = Timestamp(milliseconds: 1_795_442_400_000)
        beat.stopped = ["ledger"]
        beat.counters = ["dropped.bad-topic": 4]
        return (try? JSONText.encode(beat)) ?? []
    }

    func check(_ input: FuzzInput) throws {
        var reader = StreamReader(now: SteadyInstant(milliseconds: 0), seed: 1)
        for text in ["scheduler.session", "scheduler.enrollment", "supervisor.clock"] {
            guard let stream = EventStream(text) else { continue }
            reader.add(stream, committed: text.hasSuffix("session") ? 4 : 0, fromHead: true)
        }
        for (place, bytes) in input.parts.enumerated() {
            guard let beat = try RoundTrip.check(Heartbeat.self, bytes) else { continue }
            for sender in [Identity.scheduler, .supervisor, .hub] {
                _ = reader.heartbeat(beat, from: sender)
            }
            _ = reader.tick(now: SteadyInstant(milliseconds: Int64(place + 1) * 5_000))
        }
    }
}
