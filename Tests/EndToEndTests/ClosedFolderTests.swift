import Foundation
import Testing

extension RealProcesses {
    @Suite("A clinic's folder whose parts are gone or closed", .timeLimit(.minutes(5)))
    struct ClosedFolderTests {
        @Test("Each is named with the system's own word, and the printed remedy works")
        func closed() async throws {
            try await RunningClinic.with("closed", plugins: []) { clinic in
                // Root may enter everything: then it is done as somebody else.
                if getuid() == 0 {
                    let given = try await clinic.start(
                        "/usr/bin/env",
                        ["chown", "-R", "65534", clinic.folder.deletingLastPathComponent().path]
                    ).finish()
                    try #require(given.code == 0, "\(given.errors)")
                }
                try await works(clinic)
                for name in ["keys", "journals", "run", "logs"] {
                    let folder = clinic.folder.appending(path: name).path
                    #expect(try await run("chmod 000 \(folder)", in: clinic).code == 0)
                    for command in ["cairn up", "cairn check", "cairn backup saved-\(name)"] {
                        let told = try await run(command, in: clinic)
                        #expect(told.code == 78, "\(command): \(told.errors)")
                        expectNamed(folder, in: told, of: command)
                    }
                    try await byHand(folder, in: clinic)
                    let up = try await run("cairn up", in: clinic)
                    let remedy = try #require(
                        up.errors.firstMatch(of: /`(chmod [^`]*)`/), "\(up.errors)"
                    ).output.1
                    #expect(try await run(String(remedy), in: clinic).code == 0)
                    try await works(clinic)
                }
                // Keys are not made anew: the journals would be read by nobody.
                let gone = try await run("mv keys away; cairn up", in: clinic)
                #expect(gone.code == 78, "\(gone.errors)")
                #expect(gone.errors.contains("There is no \(clinic.path)/keys"), "\(gone.errors)")
                #expect(try await run("mv away keys", in: clinic).code == 0)
                // What holds nothing that counts is made anew.
                #expect(try await run("rm -r logs run", in: clinic).code == 0)
                try await works(clinic)
                let mode = try FileManager.default.attributesOfItem(
                    atPath: clinic.folder.appending(path: "logs").path)[.posixPermissions]
                #expect(mode as? Int == 0o700)
            }
        }

        /// What reads or runs without the supervisor says it, too.
        private func byHand(_ folder: String, in clinic: RunningClinic) async throws {
            let name = URL(filePath: folder).lastPathComponent
            var commands = ["cairn-supervisor --clinic ."]
            switch name {
            case "keys":
                commands += [
                    "cairn keys list", "cairn keys new cli-t01", "cairn status",
                    "cairn-scheduler --clinic .", "cairn journal verify --all",
                ]
            case "journals":
                commands += ["cairn-scheduler --clinic .", "cairn journal verify --all"]
            case "run": break
            default: commands += ["cairn logs scheduler"]
            }
            for command in commands {
                let told = try await run(command, in: clinic)
                #expect(told.code != 0, "\(command): \(told.output)")
                expectNamed(folder, in: told, of: command)
            }
        }

        private func expectNamed(
            _ folder: String, in told: Execution.Result, of command: String,
            sourceLocation: SourceLocation = #_sourceLocation
        ) {
            #expect(
                told.errors.contains("EACCES") && told.errors.contains("`chmod u+rwX \(folder)`"),
                "\(command): \(told.errors)", sourceLocation: sourceLocation)
        }

        private func works(_ clinic: RunningClinic) async throws {
            let up = try await run("cairn up", in: clinic)
            #expect(up.code == 0, "\(up.errors)")
            let down = try await run("cairn down", in: clinic)
            #expect(down.code == 0, "\(down.errors)")
        }

        /// Runs a line in the clinic's folder, as an ordinary user.
        private func run(_ line: String, in clinic: RunningClinic) async throws -> Execution.Result
        {
            let user = getuid() == 0 ? ["setpriv", "--reuid=65534", "--clear-groups"] : []
            return try await clinic.start(
                "/usr/bin/env",
                ["PATH=\(Programs.folder.path):/usr/bin:/bin", "CAIRN_CLINIC=\(clinic.path)"] + user
                    + ["bash", "-c", "cd \(clinic.path) && \(line)"]
            ).finish()
        }
    }
}
