import Bus
import Messages
import Testing

/// What gap repair is for: whatever the sockets lose, the reader has every event once, in order.
@Suite("Over a real hub, a reader has every event once and in order", .timeLimit(.minutes(2)))
struct RepairOverSocketsTests {
    private func withService(
        on hub: TestHub, _ body: (FakeService) async throws -> Void
    ) async throws {
        let bus = try hub.connect(as: "scheduler")
        let service = FakeService(owner: FakeOwner(), bus: bus)
        let serving = Task { try await service.serve() }
        do {
            try await body(service)
        } catch {
            await bus.close()
            throw error
        }
        await bus.close()
        try await serving.value
    }

    private func reader(on hub: TestHub) throws -> FakeReader {
        FakeReader(
            identity: "reader", stream: FakeOwner().stream, bus: try hub.connect(as: "reader"))
    }

    @Test("when it joins late")
    func lateJoiner() async throws {
        try await withTestHub { hub in
            try await withService(on: hub) { service in
                try await service.publish(1_000)
                let reader = try reader(on: hub)
                let (taken, ledger) = try await reader.read(through: 1_000)
                let isComplete = taken == Array(1...1_000)
                #expect(isComplete)
                #expect(ledger.caughtUp > 0)
                await reader.bus.close()
            }
        }
    }

    @Test("when a burst is three times what the hub queues")
    func burst() async throws {
        try await withTestHub { hub in
            try await withService(on: hub) { service in
                let reader = try reader(on: hub)
                async let reading = reader.read(through: 6_000)
                for _ in 0..<2 { try await service.publish(3_000) }
                let (taken, _) = try await reading
                let isComplete = taken == Array(1...6_000)
                #expect(isComplete)
                await reader.bus.close()
            }
        }
    }

    @Test("when the hub is restarted under load, and nobody else is")
    func hubRestart() async throws {
        try await withTestHub { hub in
            try await withService(on: hub) { service in
                let (progress, heard) = AsyncStream<Int64>.makeStream()
                var reader = try reader(on: hub)
                reader.hears = { heard.yield($0) }
                async let reading = reader.read(through: 9_000)
                var marks = progress.makeAsyncIterator()
                for restart in 1...3 {
                    try await service.publish(500)
                    // Only a reader that has begun can show that it goes on.
                    while let mark = await marks.next(), mark < Int64(restart - 1) * 3_000 + 1 {}
                    try await hub.stop()
                    // More than the sender's socket keeps for a hub that is away: some are lost.
                    try await service.publish(2_500)
                    try await hub.start()
                }
                let (taken, ledger) = try await reading
                let isComplete = taken == Array(1...9_000)
                #expect(isComplete)
                #expect(ledger.pages > 0)
                await reader.bus.close()
            }
        }
    }
}
