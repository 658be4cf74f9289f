import Foundation
import Testing

extension RealProcesses {
    @Suite("What errors about a clinic's keys tell people to do", .timeLimit(.minutes(5)))
    struct RemedyTests {
        @Test("Each remedy is done as it is printed, and then all goes on")
        func keys() async throws {
            try await RunningClinic.with("remedies", plugins: []) { clinic in
                try await clinic.up()
                try await newKey(clinic, whenItsFileIs: "gone", told: "has no key here")
                try await newKey(clinic, whenItsFileIs: "nonsense", told: "is not a key file")
                try await list(clinic, whenItIs: "gone", told: "is gone")
                try await list(
                    clinic, whenItIs: "nonsense", told: "is not the list of who may join")
                try await journalsKey(clinic)
                try await clinic.isGreen()
            }
        }

        /// A person's key that is gone, or no key: the printed command makes another.
        private func newKey(
            _ clinic: RunningClinic, whenItsFileIs state: String, told words: String
        ) async throws {
            let alerts = ["alerts", "list", "--as", "rn1"]
            let file = clinic.folder.appending(path: "keys/cli-rn1.json")
            try FileManager.default.removeItem(at: file)
            if state == "nonsense" { try Data("{ nothing".utf8).write(to: file) }
            let refused = try await clinic.cairn(alerts)
            #expect(refused.code != 0 && refused.errors.contains(words), "\(refused.errors)")
            let remedy = try #require(
                refused.errors.firstMatch(of: /`cairn (keys new [^`]*)`/), "\(refused.errors)"
            ).output.1
            // "Remove it" comes first, where there is something.
            try? FileManager.default.removeItem(at: file)
            let made = try await clinic.cairn(remedy.split(separator: " ").map(String.init))
            #expect(made.code == 0, "\(made.errors)")
            let list = try await clinic.cairn(alerts)
            #expect(list.code == 0, "\(list.errors)")
        }

        /// The list of who may join that is gone, or none: a reload writes it anew.
        private func list(
            _ clinic: RunningClinic, whenItIs state: String, told words: String
        ) async throws {
            let file = clinic.folder.appending(path: "keys/access.json")
            try FileManager.default.removeItem(at: file)
            if state == "nonsense" { try Data("{ nothing".utf8).write(to: file) }
            let status = try await clinic.cairn("status")
            #expect(status.code == 1 && status.output.contains(words), "\(status.output)")
            #expect(status.output.contains("`cairn reload`"), "\(status.output)")
            // "Move it away" comes first, where there is something.
            try? FileManager.default.removeItem(at: file)
            let reload = try await clinic.cairn("reload")
            #expect(reload.code == 0, "\(reload.errors)")
            #expect(FileManager.default.fileExists(atPath: file.path))
            try await clinic.isGreen()
        }

        /// A journal's key that is not in its place: nobody can read the journal until it is back.
        private func journalsKey(_ clinic: RunningClinic) async throws {
            let file = clinic.folder.appending(path: "keys/ledger.storage")
            let kept = clinic.folder.deletingLastPathComponent().appending(path: "kept.storage")
            #expect(try await clinic.cairn("stop", "ledger").code == 0)
            try FileManager.default.moveItem(at: file, to: kept)
            let start = try await clinic.cairn("start", "ledger")
            #expect(start.code == 1, "\(start.errors)")
            #expect(start.errors.contains("Put the file back"), "\(start.errors)")
            try FileManager.default.moveItem(at: kept, to: file)
            let again = try await clinic.cairn("start", "ledger")
            #expect(again.code == 0, "\(again.errors)")
        }
    }
}
