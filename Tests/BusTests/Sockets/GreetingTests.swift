import Foundation
import Glibc
import Messages
import Testing

@testable import Bus

/// What takes connections in the hub's place and never says a word, as a wire that died during the
/// greeting.
private final class MuteDoor: Sendable {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { place in
            place.copyBytes(from: Array(path.utf8).prefix(place.count - 1))
        }
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        try #require(isBound && listen(descriptor, 8) == 0)
    }

    deinit { close(descriptor) }

    /// Takes a connection, if somebody knocks, and keeps it open.
    func takesOne() -> Bool { accept(descriptor, nil, nil) >= 0 }
}

@Suite("A greeting that nobody answers")
struct GreetingTests {
    @Test(
        "A peer gives up on it and knocks again, at both of the hub's doors",
        .timeLimit(.minutes(1)))
    func unanswered() async throws {
        let folder = URL.temporaryDirectory.appending(path: "mute-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let hub = try TestHub(folder: folder.path)
        let credentials = try hub.credentials()
        let doors = try [
            credentials.address.incoming,
            credentials.address.outgoing(to: "peer", slot: credentials.slot),
        ].map { try MuteDoor(path: String($0.dropFirst("ipc://".count))) }
        let bus = try BusConnection(credentials)
        var knocks = [0, 0]
        // Half a minute is what libzmq waits by itself.
        let end = ContinuousClock.now + .seconds(20)
        while knocks.contains(where: { $0 < 2 }), ContinuousClock.now < end {
            for (place, door) in doors.enumerated() where door.takesOne() { knocks[place] += 1 }
            _ = await bus.receive(waitingAtMost: .milliseconds(50))
        }
        #expect(knocks.allSatisfy { $0 >= 2 }, "\(knocks)")
        await bus.close()
    }
}
