import Foundation
import Journal
import JournalDoubles
import JournalSQLite
import Messages
import TestSupport
import Testing

@Suite("A process that is killed")
struct CrashTests {
    /// The writer's executable lies beside the tests'.
    private func writer(
        in folder: TemporaryFolder, commits: Int, environment: [String: String] = [:]
    ) throws -> (process: Process, output: Pipe) {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent()
            .appendingPathComponent("JournalCrashWriter")
        process.arguments = [folder.path, "\(commits)", JournalKey.test.hex]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        return (process, output)
    }

    @Test("kill -9 in mid-commit loses nothing that was acknowledged", .timeLimit(.minutes(2)))
    func killed() throws {
        let folder = try TemporaryFolder()
        let stream = try EventStream.named("scheduler.session")
        let client = try EventStream.named("assessment.client")
        var last: Int64 = 0
        for lines in [1, 2, 7, 40, 111] {
            let (process, output) = try writer(in: folder, commits: 1_000_000)
            var said = Data()
            while said.count(where: { $0 == 10 }) < lines {
                let more = output.fileHandleForReading.availableData
                try #require(!more.isEmpty, "the writer ended by itself")
                said += more
            }
            kill(process.processIdentifier, SIGKILL)
            said += output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            // Whole lines only: the last may have been cut off.
            let acknowledged = String(decoding: said, as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .compactMap { Int64($0) }.last
            let journal = try folder.open()
            let head = try #require(try journal.heads()[stream])
            #expect(head.sequence >= (try #require(acknowledged)))
            #expect(head.sequence > last)
            // All effects of one input or none: two events, one noted, its cursor.
            #expect(head.sequence % 2 == 0)
            #expect(try journal.cursors()[client]?.sequence == head.sequence / 2)
            let report = try journal.verify()
            #expect(report.damage == nil)
            #expect(report.entries == head.sequence / 2 * 3)
            #expect(report.heads == [stream: head])
            last = head.sequence
            journal.close()
        }
    }

    @Test("A second process of one identity is told so, and exits for good")
    func second() throws {
        let folder = try TemporaryFolder()
        let journal = try folder.open()
        let (process, output) = try writer(in: folder, commits: 1)
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 78)
        let expected = SQLiteJournalError.locked(path: folder.file, process: getpid())
        #expect(String(decoding: said, as: UTF8.self) == "\(expected.description)\n")
        journal.close()
    }

    @Test(
        "What an ended process had written and not synced is on the disk before it is read",
        .timeLimit(.minutes(2)))
    func unsynced() throws {
        let folder = try TemporaryFolder()
        let disk = try TemporaryFolder()
        let library = try interposer(in: disk)
        let watched = [
            "LD_PRELOAD": library, "CHAOS_FILES": folder.path, "CHAOS_UNDO": disk.path,
        ]
        // A log of what was written since the last sync; see Tests/Proof/Chaos/disk.c.
        let unsynced = {
            let path = "\(disk.path)/scheduler.sqlite-wal.undo"
            return (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int ?? 0
        }
        let fault = URL(fileURLWithPath: "\(disk.path)/scheduler.fault")
        let (process, output) = try writer(in: folder, commits: 1_000_000, environment: watched)
        _ = output.fileHandleForReading.availableData
        // From now on no sync comes back well: it ends between a write and its sync.
        try Data("SYNC".utf8).write(to: fault, options: .atomic)
        _ = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(unsynced() > 0)

        // Its opening is all that the next one lives for.
        let (refused, complaint) = try writer(in: folder, commits: 0, environment: watched)
        let said = String(
            decoding: complaint.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        refused.waitUntilExit()
        #expect(refused.terminationStatus == 1)
        #expect(said.contains(folder.file))
        #expect(unsynced() > 0)

        try FileManager.default.removeItem(at: fault)
        let (opened, _) = try writer(in: folder, commits: 0, environment: watched)
        opened.waitUntilExit()
        #expect(opened.terminationStatus == 0)
        #expect(unsynced() == 0)
    }

    /// Compiles what keeps what a journal's files were before each write.
    private func interposer(in folder: TemporaryFolder) throws -> String {
        let library = "\(folder.path)/disk.so"
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Proof/Chaos/disk.c").path
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // Every Swift toolchain has it.
        compiler.arguments = ["clang", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"]
        try compiler.run()
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0)
        return library
    }
}
