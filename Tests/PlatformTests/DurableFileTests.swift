import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Platform

@Suite("A file that is written for good")
struct DurableFileTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private var path: String { "\(folder.path)/it" }
    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test(
        "It replaces the one before, is its owner's alone, and leaves nothing beside it")
    func replaces() throws {
        // What a writer that was killed left behind, longer than what comes.
        try folder.write([UInt8](repeating: 9, count: 100), to: "\(path).new")
        for bytes in [[1, 2, 3], [], [UInt8](repeating: 7, count: 300_000)] {
            try DurableFile.replace(path, with: bytes)
            #expect(try folder.bytes(of: path) == bytes)
            #expect(try names == ["it"])
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("A new one is made once: whoever comes second is told, and changes nothing")
    func creates() throws {
        try DurableFile.create(path, with: [1])
        #expect(throws: DurableFile.Failure(path: path, errno: EEXIST)) {
            try DurableFile.create(path, with: [2])
        }
        #expect(try folder.bytes(of: path) == [1])
        #expect(try names == ["it"])
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("One that appears while it is written is not replaced")
    func appears() throws {
        var isFirst = true
        #expect(throws: DurableFile.Failure(path: path, errno: EEXIST)) {
            try DurableFile.create(path) { () throws(DurableFile.Failure) in
                defer { isFirst = false }
                if !isFirst { try DurableFile.replace(path, with: [2]) }
                return isFirst ? [1] : nil
            }
        }
        #expect(try folder.bytes(of: path) == [2])
        #expect(try names == ["it"])
    }

    @Test("Of many that write one at once, one has it")
    func race() async throws {
        let path = path
        let made = await withTaskGroup(of: UInt8?.self) { group in
            for number in UInt8(0)..<32 {
                group.addTask {
                    let bytes = [UInt8](repeating: number, count: 10_000)
                    return (try? DurableFile.create(path, with: bytes)) == nil ? nil : number
                }
            }
            return await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
        }
        let winner = try #require(made.first)
        #expect(made.count == 1)
        #expect(try folder.bytes(of: path) == [UInt8](repeating: winner, count: 10_000))
        #expect(try names == ["it"])
    }

    @Test("One that cannot be whole is not there, and nothing is left beside it")
    func fails() throws {
        let gone = DurableFile.Failure(path: "part", errno: EIO)
        #expect(throws: gone) {
            try DurableFile.create(path) { () throws(DurableFile.Failure) in throw gone }
        }
        #expect(try names == [])
        // A folder in its place: the last step fails.
        try FileManager.default.createDirectory(
            atPath: "\(path)/full", withIntermediateDirectories: true)
        #expect(throws: DurableFile.Failure.self) { try DurableFile.replace(path, with: [1]) }
        #expect(try names == ["it"])
        #expect(throws: DurableFile.Failure.self) {
            try DurableFile.replace("\(folder.path)/absent/it", with: [1])
        }
    }

    @Test("A signal that comes between is no failure")
    func interrupted() throws {
        // A pipe, for a file's calls are hardly ever interrupted.
        let pipe = "\(folder.path)/pipe"
        try #require(mkfifo(pipe, 0o600) == 0)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        var before = sigaction()
        // Without SA_RESTART: a signal ends the call.
        sigaction(SIGUSR2, &action, &before)
        defer { sigaction(SIGUSR2, &before, nil) }

        let reader = Mutex<pthread_t?>(nil)
        let found = Mutex<[UInt8]?>(nil)
        let thread = Thread {
            // It is begun by one of a pool's threads, which take no signals.
            var taken = sigset_t()
            sigemptyset(&taken)
            sigaddset(&taken, SIGUSR2)
            pthread_sigmask(SIG_UNBLOCK, &taken, nil)
            reader.withLock { $0 = pthread_self() }
            let bytes = try? Descriptor(pipe, O_RDONLY).read()
            found.withLock { $0 = bytes ?? [] }
        }
        thread.start()
        while reader.withLock({ $0 }) == nil { sched_yield() }
        func disturb() {
            for _ in 0..<2_000 {
                if let thread = reader.withLock({ $0 }) { pthread_kill(thread, SIGUSR2) }
                sched_yield()
            }
        }
        disturb()
        let writer = try Descriptor(pipe, O_RDWR)
        disturb()
        try writer.write([1, 2, 3])
        while found.withLock({ $0 }) == nil { sched_yield() }
        #expect(found.withLock { $0 } == [1, 2, 3])
    }
}
