import Foundation
import Platform
import Synchronization
import TestSupport
import Testing

@Suite("A lock on a file")
struct FileLockTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/lock" }
    init() throws { folder = try TemporaryFolder() }

    @Test("It is given to one, who is named to the next, and is free when it is let go")
    func exclusive() throws {
        do {
            let lock = try FileLock(path: path)
            #expect(throws: FileLock.Failure.held(by: getpid())) { try FileLock(path: path) }
            withExtendedLifetime(lock) {}
        }
        _ = try FileLock(path: path)
        #expect(throws: FileLock.Failure.system(ENOENT)) {
            try FileLock(path: folder.path + "/none/lock")
        }
    }

    @Test("Who waits for it has it once it is let go", .timeLimit(.minutes(1)))
    func waiting() async throws {
        let path = path
        let order = Mutex<[String]>([])
        var lock: FileLock? = try FileLock(path: path)
        let waiter = Task.detached {
            let isTaken = (try? FileLock(path: path, waits: true)) != nil
            order.withLock { $0.append(isTaken ? "second" : "refused") }
        }
        // The kernel names whoever waits behind an arrow.
        while try order.withLock({ $0.isEmpty }) && !isWaiting() { await Task.yield() }
        order.withLock { $0.append("first") }
        withExtendedLifetime(lock) {}
        lock = nil
        await waiter.value
        #expect(order.withLock { $0 } == ["first", "second"])
    }

    private func isWaiting() throws -> Bool {
        try String(contentsOfFile: "/proc/locks", encoding: .utf8).split(separator: "\n")
            .contains { line in
                line.contains("-> FLOCK") && line.split(separator: " ").contains("\(getpid())")
            }
    }

    // A child between fork and exec has such a copy of every descriptor.
    @Test("It is free when it is let go, though somebody else still has the file open")
    func copied() throws {
        var copy: Int32 = -1
        do {
            let lock = try FileLock(path: path)
            let number = try #require(
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
                    .first {
                        let file = "/proc/self/fd/\($0)"
                        return (try? FileManager.default.destinationOfSymbolicLink(atPath: file))
                            == path
                    })
            copy = dup(try #require(Int32(number)))
            withExtendedLifetime(lock) {}
        }
        defer { close(copy) }
        #expect(copy >= 0)
        _ = try FileLock(path: path)
    }
}
