import Foundation
import Testing

extension RealProcesses {
    @Suite("What somebody copies, moves or empties", .timeLimit(.minutes(10)))
    struct CopiedFolderTests {
        @Test("A copy of a clinic that runs is brought up and down, and the clinic goes on")
        func copied() async throws {
            try await RunningClinic.with("first", plugins: []) { clinic in
                try await clinic.up()
                let members = clinic.processes()
                try await copying(clinic, as: "second") { copy in
                    try await copy.up()
                    #expect(clinic.processes() == members, "nobody of the first was touched")
                    let own = Set(copy.processes().map(\.pid))
                    #expect(own.count == members.count)
                    #expect(own.isDisjoint(with: members.map(\.pid)))
                    // What is asked of the one is done by the one.
                    #expect(try await copy.cairn("stop", "scheduler").code == 0)
                    #expect(try await clinic.status()?["scheduler"]?.state == "ready")
                    #expect(try await copy.status()?["scheduler"]?.state == "stopped")
                    let down = try await copy.cairn("down")
                    #expect(down.code == 0, "\(down.errors)")
                    #expect(copy.members() == [])
                }
                #expect(clinic.processes() == members)
                #expect(try await clinic.status()?["scheduler"]?.state == "ready")
            }
        }

        @Test("A clinic is found by its folder, by any path, and whatever is left of `run`")
        func emptied() async throws {
            try await RunningClinic.with("here", plugins: []) { clinic in
                try await clinic.up()
                let supervisor = try clinic.supervisor()
                let files = FileManager.default
                try files.removeItem(at: clinic.folder.appending(path: "run"))
                // Its sockets are gone, so nobody answers; but no second one is started.
                let again = try await clinic.cairn("up", "--wait", "1")
                #expect(again.code == 1)
                #expect(again.errors.contains("up already"))
                #expect(try clinic.supervisor() == supervisor)
                // Over a link it is the same one.
                let link = clinic.folder.deletingLastPathComponent().appending(path: "link")
                try files.createSymbolicLink(at: link, withDestinationURL: clinic.folder)
                let down = try await RunningClinic(folder: link).cairn("down")
                #expect(down.code == 0, "\(down.errors)")
                #expect(down.output.contains("is down"))
                #expect(clinic.members() == [])
            }
        }

        @Test(
            "A clinic whose folder is moved away is brought down, and a copy in its place is its own"
        )
        func moved() async throws {
            try await RunningClinic.with("moved", plugins: []) { clinic in
                try await clinic.up()
                let members = Set(clinic.processes())
                let away = clinic.folder.deletingLastPathComponent().appending(path: "away")
                try FileManager.default.moveItem(at: clinic.folder, to: away)
                let copied = try await clinic.start(
                    "/bin/cp", ["-a", away.path, clinic.path]
                ).finish()
                try #require(copied.code == 0, "\(copied.errors)")
                try await wait(for: "the end of the one that was moved") {
                    members.isDisjoint(with: clinic.processes())
                }
                let log = try String(
                    contentsOf: away.appending(path: "logs/supervisor.log"), encoding: .utf8)
                #expect(log.contains("the supervisor brings the clinic down"))
                try await clinic.up()
                let there = RunningClinic(folder: away)
                let others = Set(clinic.processes())
                try await there.up()
                #expect(others == Set(clinic.processes()))
                #expect(try await there.cairn("down").code == 0)
                #expect(try await clinic.status()?["scheduler"]?.state == "ready")
            }
        }

        @Test("A folder of a join bundle is no clinic to bring up, and says whose it is")
        func joined() async throws {
            try await RunningClinic.with("home", plugins: []) { clinic in
                let bundle = clinic.folder.deletingLastPathComponent().appending(path: "bundle")
                let export = try await clinic.cairn(
                    "keys", "export", "aftercare", "--address", "tcp://127.0.0.1:7461",
                    "--output", bundle.path)
                try #require(export.code == 0, "\(export.errors)")
                let there = RunningClinic(
                    folder: clinic.folder.deletingLastPathComponent().appending(path: "there"))
                let made = try await clinic.start(
                    "cairn", ["init", there.path, "--bundle", bundle.path]
                ).finish()
                try #require(made.code == 0, "\(made.errors)")
                for command in [
                    ["up"], ["up", "--foreground"], ["down"], ["keys"], ["status"], ["week"],
                    ["keys", "new", "cli-t01"], ["keys", "new", "hub"],
                    ["keys", "revoke", "cli-t01"],
                    ["keys", "export", "ledger", "--output", bundle.path + ".2"],
                    ["start", "aftercare"], ["stop", "aftercare"], ["restart", "aftercare"],
                    ["advance-clock", "--hours", "1"], ["parked"], ["tap"], ["alerts", "list"],
                ] {
                    let result = try await there.cairn(command)
                    #expect(result.code == 78, "\(command) \(result.output)")
                    #expect(
                        result.errors.contains("This folder is aftercare's"),
                        "\(command) \(result.errors)")
                    #expect(
                        result.errors.contains("Run `cairn-aftercare --clinic \(there.path)`"))
                }
                let supervisor = try await clinic.start(
                    "cairn-supervisor", ["--clinic", there.path]
                ).finish()
                #expect(supervisor.code == 78)
                #expect(supervisor.errors.contains("aftercare's"), "\(supervisor.errors)")
                let keys = try FileManager.default.contentsOfDirectory(
                    atPath: there.folder.appending(path: "keys").path)
                #expect(keys.filter { $0.hasSuffix(".json") } == ["aftercare.json"])
                #expect(there.members() == [])
                try await ofPerson(clinic)
            }
        }

        /// Where a person looks at the clinic from, the hub's address is tried, and named.
        private func ofPerson(_ clinic: RunningClinic) async throws {
            let place = clinic.folder.deletingLastPathComponent()
            let bundle = place.appending(path: "person").path
            // Nobody listens at the first of all ports.
            let export = try await clinic.cairn(
                "keys", "export", "cli-dir", "--address", "tcp://127.0.0.1:1", "--output", bundle)
            try #require(export.code == 0, "\(export.errors)")
            let there = RunningClinic(folder: place.appending(path: "desk"))
            let made = try await clinic.start("cairn", ["init", there.path, "--bundle", bundle])
                .finish()
            try #require(made.code == 0, "\(made.errors)")
            let status = try await there.cairn("status", "--as", "dir")
            #expect(status.code == 69, "\(status.errors)")
            #expect(status.errors.contains("tcp://127.0.0.1:1, where"), "\(status.errors)")
            #expect(status.errors.contains("ECONNREFUSED"), "\(status.errors)")
            #expect(!status.errors.contains("cairn up"), "\(status.errors)")
        }

        /// Lends a copy of a clinic's folder, and leaves nothing of it behind.
        private func copying(
            _ clinic: RunningClinic, as name: String,
            _ body: (RunningClinic) async throws -> Void
        ) async throws {
            let copy = RunningClinic(
                folder: clinic.folder.deletingLastPathComponent().appending(path: name))
            let result = try await clinic.start("/bin/cp", ["-a", clinic.path, copy.path]).finish()
            try #require(result.code == 0, "\(result.errors)")
            do { try await body(copy) } catch {
                _ = try? await copy.cairn("down")
                throw error
            }
        }
    }
}

extension RunningClinic {
    /// Who runs on the clinic's folder, but for a guardian, which looks around for a moment more.
    func members() -> [Member] { processes().filter { !$0.arguments.contains("guard") } }
}
