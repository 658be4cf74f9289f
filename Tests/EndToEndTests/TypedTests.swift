import Foundation
import Testing

extension RealProcesses {
    @Suite("What a person types, and what is said to it", .timeLimit(.minutes(5)))
    struct TypedTests {
        @Test("A word that is no command, option or name is answered with the near one")
        func nearWords() async throws {
            try await RunningClinic.with("near", plugins: []) { clinic in
                let bare = [
                    ("help statsu", "`cairn help status`"), ("statsu", "`cairn status`"),
                    ("help alerts lst", "`cairn help alerts list`"),
                    ("alerts lst", "`cairn alerts list`"), ("alerts help", "`cairn help alerts`"),
                    ("--hlep", "--help"), ("--clinic x status", "behind it"),
                    ("status --cliinic x", "--clinic"),
                    ("schema scheduler.plan-wek", "`cairn schema command.scheduler.plan-week.v1`"),
                    ("send --example scheduler.plan-wek", "`cairn send scheduler.plan-week`"),
                    ("ask --example scheduler.weak", "`cairn ask scheduler.week`"),
                ]
                for (line, near) in bare {
                    let words = line.split(separator: " ").map(String.init)
                    let said = try await clinic.start("cairn", words).finish()
                    #expect(said.code == 64, "\(line): \(said.code) \(said.output)")
                    #expect(said.errors.contains(near), "\(line): \(said.errors)")
                    #expect(said.output == "", "\(line)")
                }
                let named = [
                    ("keys new cli-rn", "cli-rn1"), ("keys revoke schedulr", "scheduler"),
                    ("keys export schedulr --output x", "scheduler"),
                    ("logs schedulr", "scheduler"), ("journal verify schedulr", "scheduler"),
                    ("parked list schedulr", "scheduler"),
                    ("parked retry schedulr a.b 1 --as dir", "scheduler"),
                ]
                #expect(try await clinic.cairn("up").code == 0)
                for (line, near) in named {
                    let words = line.split(separator: " ").map(String.init)
                    let said = try await clinic.cairn(words)
                    #expect(said.code != 0, "\(line)")
                    #expect(
                        said.errors.contains("Did you mean \(near)?"), "\(line): \(said.errors)")
                }
            }
        }

        @Test(
            "A rehearsal begins on a day that somebody can mean, and what is refused makes nothing")
        func days() async throws {
            try await RunningClinic.with("days", plugins: []) { clinic in
                let place = clinic.folder.deletingLastPathComponent().appending(path: "other").path
                func make(_ starts: String) async throws -> Execution.Result {
                    try await clinic.start(
                        "cairn", ["init", place, "--from", Programs.example, "--starts", starts]
                    ).finish()
                }
                for day in ["9999-12-31", "2100-01-01", "1999-12-31", "0000-01-01", "2026-02-30"] {
                    let said = try await make(day)
                    #expect(said.code == 64, "\(day): \(said.output)")
                    #expect(!said.errors.contains(".."), "\(said.errors)")
                    #expect(!FileManager.default.fileExists(atPath: place), "\(day)")
                }
                #expect(try await make("9999-12-31").errors.contains("2000-01-01 to 2099-12-31"))
                for day in ["2000-01-01", "2099-12-31"] {
                    #expect(try await make(day).code == 0, "\(day)")
                    try FileManager.default.removeItem(atPath: place)
                }
                let wait = try await clinic.cairn("send", "x", "--wait", "9223372036854775807")
                #expect(wait.code == 64 && wait.errors.contains("0 to 86400"), "\(wait.errors)")
                let week = try await clinic.cairn("week", "0000-01-01")
                #expect(week.code == 64, "\(week.output)")
                let body = try await clinic.cairn(
                    "send", "scheduler.plan-week", "--body", #"{"week": "soon"}"#)
                #expect(body.code == 64 && body.errors.contains("2026-11-23."), "\(body.errors)")
                #expect(!body.errors.contains(".."), "\(body.errors)")
            }
        }

        @Test("An empty week says why it is empty, and what it says to type plans it")
        func emptyWeek() async throws {
            try await RunningClinic.with("empty", plugins: []) { clinic in
                try await clinic.up()
                let next = try await clinic.cairn("week", "2026-10-14")
                #expect(next.output.contains("planned from fri 2026-10-09 on"), "\(next.output)")
                let week = try await clinic.cairn("week")
                #expect(week.code == 0, "\(week.errors)")
                #expect(week.output.contains("unknown until it is planned"), "\(week.output)")
                let command = try #require(
                    week.output.firstMatch(of: /Plan it now: (cairn session .*)/)?.output.1,
                    "\(week.output)"
                ).replacing("STAFF", with: "dir")
                let line = "PATH='\(Programs.folder.path)':$PATH CAIRN_CLINIC='\(clinic.path)'"
                let sent = try await clinic.start("/bin/sh", ["-c", "export \(line); \(command)"])
                    .finish()
                #expect(sent.code == 0, "\(sent.errors)")
                let planned = try await clinic.cairn("week")
                #expect(planned.output.contains("group sessions"), "\(planned.output)")
                #expect(planned.output.contains("Nobody is under"), "\(planned.output)")
            }
        }

        @Test("The manual page and the completions are printed, as what takes them takes them")
        func manual() async throws {
            try await RunningClinic.with("manual", plugins: []) { clinic in
                let page = try await clinic.start("cairn", ["man"]).finish()
                #expect(page.code == 0 && page.output.hasPrefix(".TH CAIRN 1"), "\(page.errors)")
                let path = "PATH='\(Programs.folder.path)':$PATH"
                let bash = try await clinic.start(
                    "/bin/bash",
                    ["-c", "\(path); source <(cairn completions bash) && complete -p cairn"]
                ).finish()
                #expect(bash.code == 0 && bash.output.contains("cairn"), "\(bash.errors)")
                for shell in ["zsh", "fish"] {
                    let script = try await clinic.start("cairn", ["completions", shell]).finish()
                    #expect(script.code == 0, "\(script.errors)")
                    #expect(script.output.contains("advance-clock"), "\(shell)")
                }
                let other = try await clinic.start("cairn", ["completions", "tcsh"]).finish()
                #expect(other.code == 64 && other.errors.contains("bash, fish, zsh"))
            }
        }

        @Test("What is gone is said to be gone, and is not shown as none")
        func gone() async throws {
            try await RunningClinic.with("absent", plugins: []) { clinic in
                let none = try await clinic.cairn("journal", "verify", "--all")
                #expect(none.code == 65 && none.output == "", "\(none.output)")
                #expect(none.errors.contains("`cairn up`"), "\(none.errors)")
                try await clinic.up()
                #expect(try await clinic.cairn("down").code == 0)

                let list = clinic.folder.appending(path: "keys/access.json")
                try FileManager.default.removeItem(at: list)
                for words in [
                    ["keys"], ["keys", "export", "ledger", "--output", clinic.path + "-x"],
                ] {
                    let said = try await clinic.cairn(words)
                    #expect(said.code == 78 && said.output == "", "\(words): \(said.output)")
                    #expect(said.errors.contains("is gone"), "\(said.errors)")
                }
                try await clinic.up()
                #expect(try await clinic.cairn("keys").code == 0)
                #expect(try await clinic.cairn("down").code == 0)

                try await isNoBackup(clinic)
            }
        }

        /// A journal that is gone before any backup has it: each thing that is told to do is done.
        private func isNoBackup(_ clinic: RunningClinic) async throws {
            try FileManager.default.removeItem(
                at: clinic.folder.appending(path: "journals/aftercare.sqlite"))
            let walk = try await clinic.cairn("journal", "verify", "--all")
            #expect(walk.code == 1 && walk.output.contains("aftercare: 0 entries, DAMAGED"))
            let backup = clinic.path + "-saved"
            let saved = try await clinic.cairn("backup", backup)
            #expect(saved.code == 1, "\(saved.output)")
            #expect(saved.errors.contains("aftercare is not in it"), "\(saved.errors)")
            let up = try await clinic.cairn("up")
            #expect(up.code == 1, "\(up.output)")
            let printed = try #require(
                up.errors.firstMatch(of: /`cairn (restore BACKUP aftercare)`/), "\(up.errors)")
            let words = printed.output.1.replacing("BACKUP", with: backup).split(separator: " ")
            let restored = try await clinic.cairn(words.map(String.init))
            #expect(restored.code == 1, "\(restored.output)")
            let mark = try #require(
                restored.errors.firstMatch(of: /remove (keys\/aftercare\.begun)/),
                "\(restored.errors)")
            try FileManager.default.removeItem(
                at: clinic.folder.appending(path: String(mark.output.1)))
            #expect(try await clinic.cairn("start", "aftercare").code == 0)
            try await clinic.isGreen()
        }

        @Test(
            "On a disk that can only be read, what only reads works, and the rest says so",
            .enabled(if: ReadOnlyDisk.isPossible, "needs a mount namespace"))
        func readOnly() async throws {
            try await RunningClinic.with("frozen", plugins: []) { clinic in
                try await clinic.up()
                #expect(try await clinic.cairn("down").code == 0)
                let frozen = ReadOnlyDisk.prefix(for: clinic.path)
                func cairn(_ words: String...) async throws -> Execution.Result {
                    try await clinic.start("cairn", words, on: frozen).finish()
                }
                for command in ["check", "up"] {
                    let said = try await cairn(command, clinic.path)
                    #expect(said.code == 78, "\(command): \(said.output)")
                    #expect(said.errors.contains("read-only"), "\(said.errors)")
                    #expect(!said.errors.contains("supervisor"), "\(said.errors)")
                }
                let verify = try await cairn("journal", "verify", "--all", "--clinic", clinic.path)
                #expect(verify.code == 0, "\(verify.errors)")
                #expect(verify.output.contains("supervisor: "), "\(verify.output)")
                let export = try await cairn("journal", "export", "ledger", "--clinic", clinic.path)
                #expect(export.code == 0, "\(export.errors)")
                let place = clinic.path + "-saved"
                let saved = try await cairn("backup", place, "--clinic", clinic.path)
                #expect(saved.code == 0, "\(saved.errors)")
                #expect(try await clinic.cairn("backup", "verify", place).code == 0)
            }
        }
    }
}

/// A view of a folder in which nothing can be written, for one program.
private enum ReadOnlyDisk {
    static func prefix(for path: String) -> [String] {
        let mount = #"mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@""#
        return ["unshare", "--mount", "sh", "-c", mount, path]
    }

    /// Whether this machine lets a test make one.
    static let isPossible: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = prefix(for: FileManager.default.temporaryDirectory.path) + ["true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
