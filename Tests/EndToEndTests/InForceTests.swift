import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("What a clinic works by while its files are edited", .timeLimit(.minutes(10)))
    struct InForceTests {
        @Test("Whatever becomes of the files, the clinic is watched, acknowledged and stopped")
        func brokenFiles() async throws {
            try await RunningClinic.with("broken", plugins: []) { clinic in
                try await clinic.up()
                #expect(try await clinic.cairn("status").code == 0)
                try await clinic.edit("clinic.yaml") { $0 + "{" }
                for command in watching(clinic) {
                    let result = try await clinic.cairn(command)
                    #expect(result.code == 0, "\(command): \(result.code) \(result.errors)")
                    let isWarned = result.errors.contains("clinic.yaml cannot be read")
                    #expect(isWarned || command[0] == "logs", "\(command): \(result.errors)")
                }
                let status = try await clinic.cairn("status")
                #expect(status.code == 1 && status.output.contains("clinic.yaml cannot be read"))
                // Who ends meanwhile comes back, by what is in force.
                let ledger = try #require(try await clinic.status()?["ledger"]?.pid)
                #expect(kill(ledger, SIGKILL) == 0)
                try await clinic.waits(for: "ready", of: "ledger") { $0["ledger"]?.pid != ledger }
                try await clinic.restores("clinic.yaml")

                for name in ["clinic.yaml", "clinic.json", "keys/access.json", "keys/hub.json"] {
                    for damage in RunningClinic.Damage.allCases {
                        try await clinic.damage(name, damage)
                        let status = try await clinic.cairn("status")
                        #expect(status.code == 1, "\(name) \(damage): \(status.output)")
                        #expect(status.output.contains(name), "\(name) \(damage): \(status.output)")
                        let list = try await clinic.cairn("alerts", "list", "--as", "rn1")
                        #expect(list.code == 0, "\(name) \(damage): \(list.errors)")
                        try await clinic.restores(name)
                    }
                }
                try await clinic.isGreen()
                try await clinic.damage("clinic.yaml", .folder)
                #expect(try await clinic.cairn("down").code == 0)
                let up = try await clinic.cairn("up")
                #expect(up.code == 78 && up.errors.contains("clinic.yaml"), "\(up.errors)")
                try await clinic.restores("clinic.yaml")
                try await clinic.up()
            }
        }

        private func watching(_ clinic: RunningClinic) -> [[String]] {
            let file = clinic.folder.deletingLastPathComponent().path
            return [
                ["alerts", "list", "--as", "rn1"], ["week"], ["clock"], ["keys", "list"],
                ["parked", "list"], ["logs", "scheduler"], ["journal", "verify", "--all"],
                ["history", "supervisor.process"], ["export", "--output", "\(file)/history.jsonl"],
                ["ask", "supervisor.processes"], ["stop", "aftercare"], ["start", "aftercare"],
                ["restart", "peer-groups"], ["backup", "\(file)/saved"],
            ]
        }

        @Test("A changed description takes effect at a reload, everywhere; until then it is told")
        func reloads() async throws {
            try await RunningClinic.with("reload", plugins: []) { clinic in
                try await clinic.up()
                try await clinic.edit("clinic.yaml") { text in
                    text.replacing(
                        "  - id: fd1",
                        with: "  - {id: fd9, roles: [front-desk], caseload: 0, "
                            + "languages: [en], hours: []}\n  - id: fd1")
                }
                let drift = try await clinic.cairn("status")
                #expect(drift.code == 1 && drift.output.contains("cairn reload"), "\(drift.output)")
                // A restart mixes nothing.
                #expect(try await clinic.cairn("restart", "scheduler").code == 0)
                let early = try await clinic.cairn("keys", "new", "cli-fd9")
                #expect(early.code == 65 && early.errors.contains("cairn reload"))
                let dry = try await clinic.cairn("reload", "--dry-run")
                #expect(dry.code == 0 && dry.output.contains("staff fd9: added"))
                #expect(try await clinic.cairn("status").code == 1)

                let reload = try await clinic.cairn("reload")
                #expect(reload.code == 0, "\(reload.output)\(reload.errors)")
                try await clinic.isGreen()
                let register = [
                    "send", RegisterClient.type, "--as", "fd9", "--body",
                    try JSONText.readable(RegisterClient.example),
                ]
                let sent = try await clinic.cairn(register)
                #expect(sent.code == 0, "\(sent.errors)")
                #expect(try await clinic.cairn("keys", "new", "cli-fd9").code == 0)

                // Who is taken out is out.
                try await clinic.restores("clinic.yaml")
                #expect(try await clinic.cairn("reload").code == 0)
                let gone = try await clinic.cairn(register)
                #expect(gone.code != 0, "\(gone.output)")
                try await refusals(clinic)
                try await newKey(clinic)
                try await formerMember(clinic)
            }
        }

        /// A service that is started right after its key was made waits until the hub knows it.
        private func newKey(_ clinic: RunningClinic) async throws {
            let stop = try await clinic.cairn("stop", "aftercare")
            #expect(stop.code == 0, "\(stop.output)\(stop.errors)")
            let made = try await clinic.cairn("keys", "new", "aftercare")
            #expect(made.code == 0, "\(made.errors)")
            let byHand = try clinic.start("cairn-aftercare", ["--clinic", clinic.path])
            defer { byHand.signal(SIGKILL) }
            try await wait(for: "aftercare with its new key") {
                guard byHand.isRunning else { throw TestFault(byHand.errors) }
                return byHand.errors.contains("aftercare: ready")
            }
            byHand.signal(SIGTERM)
            #expect(try await byHand.finish().code == 0)
            #expect(try await clinic.cairn("start", "aftercare").code == 0)
        }

        /// What is wrong or only a start takes is refused, and nothing of it takes effect.
        private func refusals(_ clinic: RunningClinic) async throws {
            try await clinic.edit("clinic.yaml") { $0 + "{" }
            #expect(try await clinic.cairn("reload").code == 78)
            try await clinic.restores("clinic.yaml")
            try await clinic.edit("clinic.yaml") {
                $0.replacing("timeZone: America/Chicago", with: "timeZone: Europe/Berlin")
            }
            let zone = try await clinic.cairn("reload")
            #expect(zone.code == 65 && zone.errors.contains("timeZone"), "\(zone.errors)")
            try await clinic.restores("clinic.yaml")
            try await clinic.isGreen()
        }

        /// Nobody waits for a service that was taken out, also after a new start; one that comes
        /// back is waited for again.
        private func formerMember(_ clinic: RunningClinic) async throws {
            #expect(try await clinic.cairn("advance-clock", "--hours", "2").code == 0)
            try await clinic.edit("clinic.yaml") { $0.replacing("  - aftercare\n", with: "") }
            #expect(try await clinic.cairn("reload").code == 0)
            #expect(try await clinic.status()?["aftercare"] == nil)
            #expect(try await clinic.cairn("down").code == 0)
            try await clinic.up()
            #expect(try await clinic.cairn("advance-clock", "--hours", "2").code == 0)
            try await clinic.keepsTime()
            try await clinic.restores("clinic.yaml")
            #expect(try await clinic.cairn("reload").code == 0)
            let back = try await clinic.waits(for: "ready", of: "aftercare")
            let pid = try #require(back["aftercare"]?.pid)
            #expect(kill(pid, SIGSTOP) == 0)
            #expect(try await clinic.cairn("advance-clock", "--hours", "1").code == 0)
            try await wait(for: "whom the clock waits for") {
                let status = try await clinic.cairn("status")
                return status.code == 1
                    && status.output.contains(
                        "scheduler holds the hour: its clock waits for aftercare")
            }
            let clock = try await clinic.cairn("clock")
            #expect(clock.code == 1 && clock.output.contains("waits for aftercare since"))
            #expect(kill(pid, SIGCONT) == 0)
            try await clinic.isGreen()
        }
    }
}

extension RunningClinic {
    /// What may become of a file.
    enum Damage: CaseIterable { case removed, empty, folder, nonsense, pipe }

    private func kept(_ name: String) -> URL {
        folder.deletingLastPathComponent().appending(
            path: "kept-" + name.replacing("/", with: "-"))
    }

    /// Rewrites one of the clinic's files; ``restores(_:)`` brings back what was there.
    func edit(_ name: String, _ change: (String) -> String) async throws {
        let file = folder.appending(path: name)
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.write(to: kept(name), atomically: true, encoding: .utf8)
        let changed = change(text)
        try #require(changed != text)
        try changed.write(to: file, atomically: true, encoding: .utf8)
    }

    func damage(_ name: String, _ damage: Damage) async throws {
        let file = folder.appending(path: name)
        let files = FileManager.default
        try? files.removeItem(at: kept(name))
        try files.moveItem(at: file, to: kept(name))
        switch damage {
        case .removed: break
        case .empty: try "".write(to: file, atomically: true, encoding: .utf8)
        case .folder: try files.createDirectory(at: file, withIntermediateDirectories: false)
        case .nonsense: try "{ nothing".write(to: file, atomically: true, encoding: .utf8)
        case .pipe: try #require(mkfifo(file.path, 0o600) == 0)
        }
    }

    func restores(_ name: String) async throws {
        let file = folder.appending(path: name)
        try? FileManager.default.removeItem(at: file)
        try FileManager.default.moveItem(at: kept(name), to: file)
    }

    /// Waits until the status has nothing to tell.
    func isGreen(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        var last: Execution.Result?
        do {
            try await wait(for: "a green status", upTo: .seconds(60)) {
                last = try await cairn("status")
                return last?.code == 0
            }
        } catch {
            Issue.record(
                "\(last?.output ?? "") \(last?.errors ?? "")", sourceLocation: sourceLocation)
        }
    }

    /// Waits until all have the hour that was struck last.
    func keepsTime() async throws {
        try await wait(for: "the hour everywhere", upTo: .seconds(60)) {
            let clock = try await cairn("clock")
            let hours = clock.output.split(separator: "\n").filter { $0.hasPrefix("scheduler ") }
            let struck =
                clock.output.split(separator: "\n").first?
                .replacing("Struck last: ", with: "").dropLast() ?? ""
            return clock.code == 0 && !hours.isEmpty && hours.allSatisfy { $0.contains(struck) }
        }
    }
}
