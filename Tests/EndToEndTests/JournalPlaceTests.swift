import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("A journal that is not where its process writes it", .timeLimit(.minutes(10)))
    struct JournalPlaceTests {
        @Test(
            "It is told within seconds, nothing is recorded meanwhile, and the remedy saves it all")
        func away() async throws {
            try await RunningClinic.with("away", plugins: []) { clinic in
                try await clinic.up()
                let journals = clinic.folder.appending(path: "journals")
                let file = journals.appending(path: "assessment.sqlite")
                let moved = clinic.folder.deletingLastPathComponent().appending(path: "moved")
                try await register(clinic, 1)

                // Removed: it ends in order, and puts it back.
                try FileManager.default.removeItem(at: file)
                try await isTold(clinic, "was removed or moved away")
                try await refuses(clinic, 2)
                try await restart(clinic)
                // Moved away, and back.
                try FileManager.default.moveItem(at: file, to: moved)
                try await isTold(clinic, "was removed or moved away")
                try await refuses(clinic, 3)
                try FileManager.default.moveItem(at: moved, to: file)
                try await clinic.isGreen()
                // A copy lies in its place.
                try FileManager.default.moveItem(at: file, to: moved)
                try FileManager.default.copyItem(at: moved, to: file)
                try await isTold(clinic, "Another file lies in the place")
                try await refuses(clinic, 4)
                try FileManager.default.removeItem(at: file)
                try await restart(clinic)
                try await register(clinic, 5)
                // SQLite's own files: it mends that by itself.
                for ending in ["-wal", "-shm"] {
                    try FileManager.default.removeItem(atPath: file.path + ending)
                    try await wait(for: "the file \(ending)") {
                        FileManager.default.fileExists(atPath: file.path + ending)
                    }
                    try await clinic.isGreen()
                }
                try await register(clinic, 6)
                try await isWhole(clinic, clients: ["n-1", "n-5", "n-6"])

                // The whole folder.
                try FileManager.default.removeItem(at: journals)
                try await isTold(clinic, "supervisor.sqlite was removed")
                #expect(try await !clinic.cairn("status").output.contains("restart supervisor"))
                try FileManager.default.createDirectory(
                    at: journals, withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700])
                #expect(try await clinic.cairn("down").code == 0)
                try await clinic.up()
                try await clinic.isGreen()
                try await isWhole(clinic, clients: ["n-1", "n-5", "n-6"])
                try await keys(clinic)
                try await outrun(clinic)
            }
        }

        /// A key that is gone is told; what may be deleted is not.
        private func keys(_ clinic: RunningClinic) async throws {
            try? FileManager.default.removeItem(
                at: clinic.folder.appending(path: "journals/scheduler.attempts"))
            try await clinic.damage("keys/scheduler.storage", .removed)
            try await isTold(clinic, "keys/scheduler.storage is gone")
            try await clinic.restores("keys/scheduler.storage")
            try await clinic.isGreen()
            // Another's in the very file, as large, and as old as the one before by its own account.
            let file = clinic.folder.appending(path: "keys/scheduler.storage")
            let (key, other) = (
                try Data(contentsOf: file),
                try Data(contentsOf: clinic.folder.appending(path: "keys/ledger.storage"))
            )
            try #require(key != other && key.count == other.count)
            let time = try #require(
                try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate])
            let handle = try FileHandle(forWritingTo: file)
            try handle.write(contentsOf: other)
            try FileManager.default.setAttributes(
                [.modificationDate: time], ofItemAtPath: file.path)
            try await isTold(clinic, "keys/scheduler.storage is not what it was")
            try handle.seek(toOffset: 0)
            try handle.write(contentsOf: key)
            try handle.close()
            try await clinic.isGreen()
        }

        /// An old journal that was put back records nothing, until the newest is.
        private func outrun(_ clinic: RunningClinic) async throws {
            let file = clinic.folder.appending(path: "journals/assessment.sqlite")
            let place = clinic.folder.deletingLastPathComponent()
            #expect(try await clinic.cairn("stop", "assessment").code == 0)
            try FileManager.default.copyItem(at: file, to: place.appending(path: "old"))
            #expect(try await clinic.cairn("start", "assessment").code == 0)
            try await register(clinic, 7)
            try await wait(for: "the client in the ledger") {
                try await clinic.history().clients().count == 4
            }
            #expect(try await clinic.cairn("stop", "assessment").code == 0)
            try FileManager.default.moveItem(at: file, to: place.appending(path: "newest"))
            try FileManager.default.copyItem(at: place.appending(path: "old"), to: file)
            let start = try await clinic.cairn("start", "assessment", "--wait", "4")
            #expect(start.code == 1, "\(start.output)\(start.errors)")
            try await isTold(clinic, "it is an old one, or began anew")
            try await refuses(clinic, 8)
            #expect(try await clinic.cairn("stop", "assessment").code == 0)
            try FileManager.default.removeItem(at: file)
            try FileManager.default.moveItem(at: place.appending(path: "newest"), to: file)
            #expect(try await clinic.cairn("start", "assessment").code == 0)
            try await clinic.isGreen()
            try await isWhole(clinic, clients: ["n-1", "n-5", "n-6", "n-7"])
        }

        private func command(_ number: Int) throws -> [String] {
            var command = try RegisterClient.example
            command.client = ClientID("n-\(number)")
            return [
                "send", RegisterClient.type, "--as", "fd1", "--body",
                try JSONText.readable(command),
            ]
        }

        private func register(_ clinic: RunningClinic, _ number: Int) async throws {
            let result = try await clinic.cairn(command(number))
            #expect(result.code == 0, "\(result.errors)")
        }

        private func refuses(_ clinic: RunningClinic, _ number: Int) async throws {
            let result = try await clinic.cairn(command(number))
            #expect(result.code == 65 && result.errors.contains("NOT recorded"), "\(result.errors)")
        }

        private func isTold(_ clinic: RunningClinic, _ words: String) async throws {
            var last = ""
            do {
                try await wait(for: words, upTo: .seconds(30)) {
                    let status = try await clinic.cairn("status")
                    last = status.output
                    return status.code == 1 && status.output.contains(words)
                }
            } catch { Issue.record("\(error)\n\(last)") }
        }

        private func restart(_ clinic: RunningClinic) async throws {
            let result = try await clinic.cairn("restart", "assessment")
            #expect(result.code == 0, "\(result.errors)")
            try await clinic.isGreen()
        }

        private func isWhole(_ clinic: RunningClinic, clients: [String]) async throws {
            let verdict = try await clinic.cairn("journal", "verify", "--all")
            #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
            let known = try await clinic.history().clients().map(\.text)
            #expect(Set(known) == Set(clients))
        }
    }
}
