import Bus
import ClinicClient
import Messages
import TestSupport

/// A bus in memory, with a person's visit to it and services that a test speaks for.
struct FakeBus {
    let hub = InMemoryHub()

    /// Why there was no visit.
    struct NotJoined: Error {}

    func session() async throws -> BusSession {
        var session = BusSession(hub.connect(as: "cli-a"), clinic: "test", identity: "cli-a")
        guard try await session.join(within: .seconds(5)) else { throw NotJoined() }
        return session
    }

    func fake(
        _ identity: Identity,
        answering answer: @escaping @Sendable (Envelope, Int) -> FakeReply?
    ) -> FakeService {
        FakeService(identity: identity, connection: hub.connect(as: identity), answer: answer)
    }

    /// Runs a service beside the body.
    func beside<Result: Sendable>(
        _ service: FakeService, _ body: (inout BusSession) async throws -> Result
    ) async throws -> Result {
        let task = Task { await service.run() }
        defer { task.cancel() }
        var session = try await session()
        return try await body(&session)
    }
}

extension FakeReply {
    /// What a command is told.
    static func encoded(_ answer: Answer) -> FakeReply? {
        (try? JSONText.encode(answer)).map { FakeReply(Answer.type, $0) }
    }
}
