import Foundation
import Glibc
import Testing

extension RealProcesses {
    @Suite(
        "A clinic of a user of its own, where root gives commands", .enabled(if: geteuid() == 0),
        .timeLimit(.minutes(5)))
    struct OwnerTests {
        /// Nobody's number, everywhere.
        private static let owner: uid_t = 65_534

        @Test("What root writes there is its owner's, and root does not run it")
        func ownersStay() async throws {
            try await RunningClinic.with("owned", plugins: []) { clinic in
                let place = clinic.folder.deletingLastPathComponent()
                let change = try await clinic.start(
                    "/usr/bin/env", ["chown", "-R", "\(OwnerTests.owner)", place.path]
                ).finish()
                try #require(change.code == 0, "\(change.errors)")
                try FileManager.default.removeItem(
                    at: clinic.folder.appending(path: "keys/lock"))
                let bundle = place.appending(path: "aftercare.bundle").path
                let saved = place.appending(path: "saved").path
                for command in [
                    ["keys", "new", "cli-t01"], ["keys", "revoke", "cli-t02"],
                    [
                        "keys", "export", "aftercare", "--address", "tcp://10.0.0.5:7400",
                        "--output", bundle,
                    ],
                    ["init", "\(place.path)/there", "--bundle", bundle],
                ] {
                    let arguments =
                        command[0] == "init" ? command : command + ["--clinic", clinic.path]
                    let result = try await clinic.start("cairn", arguments).finish()
                    #expect(result.code == 0, "\(command): \(result.errors)")
                }
                try expectOwned(place)

                let up = try await clinic.cairn("up")
                #expect(up.code == 78 && up.errors.contains("sudo -u"), "\(up.errors)")
                for program in ["cairn-supervisor", "cairn-hub", "cairn-scheduler"] {
                    let result = try await clinic.start(program, ["--clinic", clinic.path]).finish()
                    #expect(result.code == 78, "\(program): \(result.errors)")
                }
                try expectOwned(place)
                try await asOwner(clinic, ["up", clinic.path])
                try await clinic.isGreen()
                let backup = try await clinic.cairn("backup", saved)
                #expect(backup.code == 0, "\(backup.errors)")
                let written = "\(clinic.path)/written"
                for command in [
                    [
                        "export", "--output", "\(written).jsonl", "--clinic-json",
                        "\(written).clinic.json", "--heads", "\(written).heads.json",
                    ], ["journal", "export", "ledger", "--output", "\(written).ledger.jsonl"],
                ] {
                    let result = try await clinic.cairn(command)
                    #expect(result.code == 0, "\(command): \(result.errors)")
                }
                try expectOwned(place)
                #expect(try await clinic.cairn("down").code == 0)
                let restore = try await clinic.cairn("restore", saved, "--all")
                #expect(restore.code == 0, "\(restore.errors)")
                try expectOwned(place)
                try await asOwner(clinic, ["up", clinic.path])
                try await clinic.isGreen()
            }
        }

        private func asOwner(_ clinic: RunningClinic, _ command: [String]) async throws {
            let id = "\(OwnerTests.owner)"
            let result = try await clinic.start(
                "/usr/bin/env",
                ["setpriv", "--reuid", id, "--regid", id, "--clear-groups", Programs.path("cairn")]
                    + command
            ).finish()
            try #require(result.code == 0, "\(result.errors)")
        }

        /// Nothing there is root's, but what the test itself keeps there.
        private func expectOwned(_ place: URL) throws {
            let files = FileManager.default
            let names = try files.subpathsOfDirectory(atPath: place.path)
            let foreign = names.filter { name in
                var status = stat()
                return lstat("\(place.path)/\(name)", &status) == 0
                    && status.st_uid != OwnerTests.owner && !name.hasPrefix("files")
            }
            #expect(foreign == [])
        }
    }
}
