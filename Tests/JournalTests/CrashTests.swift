import Foundation
import Journal
import JournalCrashWriter
import Messages
import Testing

@Suite("A process that is killed")
struct CrashTests {
    /// The writer's executable lies beside the tests'.
    private func writer(in folder: TemporaryFolder, commits: Int) throws -> (
        process: Process, output: Pipe
    ) {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent()
            .appendingPathComponent("JournalCrashWriter")
        process.arguments = [folder.path, "\(commits)", JournalKey.test.hex]
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
        let expected = JournalError.locked(path: folder.file, process: getpid())
        #expect(String(decoding: said, as: UTF8.self) == "\(expected.description)\n")
        journal.close()
    }
}
