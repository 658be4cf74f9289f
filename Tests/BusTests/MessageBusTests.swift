import Bus
import Messages
import TestSupport
import Testing

/// What both buses promise a receiver.
@Suite("A bus, in memory or over sockets,", .timeLimit(.minutes(1)))
struct MessageBusTests {
    enum Kind: CaseIterable { case inMemory, sockets }

    /// Beyond the suite's own limit: a wait that nothing ends fails, and the run goes on.
    private let tooLong = Duration.seconds(90)

    private func withBus(
        _ kind: Kind, _ body: (any MessageBus) async throws -> Void
    ) async throws {
        switch kind {
        case .inMemory: try await body(InMemoryHub().connect(as: "alice"))
        case .sockets:
            try await withTestHub { hub in
                let bus = try hub.connect()
                try await bus.join("alice")
                try await body(bus)
                await bus.close()
            }
        }
    }

    private func message(_ text: String) -> Frame {
        Frame(RawMessage(topic: Array("e.x".utf8), attributes: [1], data: Array(text.utf8)))
    }

    @Test("brings messages in order, in batches of at most 256", arguments: Kind.allCases)
    func batches(_ kind: Kind) async throws {
        try await withBus(kind) { bus in
            await bus.subscribe("e.")
            try await bus.settle()
            let sent = (0..<600).map { message("\($0)") }
            try await bus.publish(sent)
            var received: [Frame] = []
            while received.count < 600 {
                let batch = try #require(await bus.receive(waitingAtMost: .seconds(30)))
                #expect(batch.count <= 256)
                received += batch
            }
            let isSame = received == sent
            #expect(isSame)
        }
    }

    @Test("takes no further frame once it has 64 KiB", arguments: Kind.allCases)
    func bytes(_ kind: Kind) async throws {
        try await withBus(kind) { bus in
            await bus.subscribe("e.")
            try await bus.settle()
            let sent = (0..<40).map { message(String(repeating: "\($0 % 10)", count: 10_000)) }
            try await bus.publish(sent)
            var received: [Frame] = []
            while received.count < 40 {
                let batch = try #require(await bus.receive(waitingAtMost: .seconds(30)))
                #expect(batch.dropLast().reduce(0) { $0 + $1.bytes.count } < 64 * 1024)
                received += batch
            }
            let isSame = received == sent
            #expect(isSame)
        }
    }

    @Test("ends a wait with nothing at its limit", arguments: Kind.allCases)
    func limit(_ kind: Kind) async throws {
        try await withBus(kind) { bus in
            #expect(await bus.receive(waitingAtMost: .milliseconds(1)) == [])
        }
    }

    @Test("ends a wait when woken, even if woken before it began", arguments: Kind.allCases)
    func wake(_ kind: Kind) async throws {
        try await withBus(kind) { bus in
            bus.wake()
            #expect(await bus.receive(waitingAtMost: tooLong) == [])
            async let batch = bus.receive(waitingAtMost: tooLong)
            bus.wake()
            #expect(await batch == [])
        }
    }

    @Test("lets others publish while one waits", arguments: Kind.allCases)
    func publishBesideAWait(_ kind: Kind) async throws {
        try await withBus(kind) { bus in
            await bus.subscribe("e.")
            try await bus.settle()
            for number in 0..<50 {
                async let batch = bus.receive(waitingAtMost: tooLong)
                try await bus.publish([message("\(number)")])
                #expect(await batch == [message("\(number)")])
            }
        }
    }

    @Test("ends a wait when the receiving task is cancelled", arguments: Kind.allCases)
    func cancel(_ kind: Kind) async throws {
        try await withBus(kind) { bus in
            let receiver = Task { await bus.receive(waitingAtMost: tooLong) }
            receiver.cancel()
            #expect(await receiver.value == nil)
        }
    }

    @Test("ends a wait, and every later one, when closed", arguments: Kind.allCases)
    func close(_ kind: Kind) async throws {
        try await withBus(kind) { bus in
            let receiver = Task { await bus.receive(waitingAtMost: tooLong) }
            await bus.close()
            #expect(await receiver.value == nil)
            #expect(await bus.receive(waitingAtMost: tooLong) == nil)
            await #expect(throws: BusError.closed) { try await bus.publish([message("late")]) }
            await bus.close()
        }
    }

    @Test("ends a wait that begins at the moment of the close")
    func closeAsTheWaitBegins() async throws {
        try await withTestHub { hub in
            for _ in 0..<300 {
                let bus = try hub.connect()
                let receiver = Task { await bus.receive(waitingAtMost: tooLong) }
                await Task.yield()
                await bus.close()
                #expect(await receiver.value == nil)
            }
        }
    }
}
