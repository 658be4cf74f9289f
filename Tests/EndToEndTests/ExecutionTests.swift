import Foundation
import TestSupport
import Testing

extension RealProcesses {
    @Suite("A program that a test waits for")
    struct ExecutionTests {
        @Test("Its word is found on either channel, and that it ended without is told at once")
        func words() async throws {
            let folder = try TemporaryFolder()
            let program = try Execution(
                "/bin/sh", ["-c", "echo one; echo two >&2; exit 3"],
                files: URL(filePath: folder.path))
            try await program.prints("one")
            try await program.prints("two")
            let fault = await #expect(throws: TestFault.self) { try await program.prints("three") }
            #expect(fault?.description.contains("It ended without “three”: one\ntwo") == true)
        }
    }
}
