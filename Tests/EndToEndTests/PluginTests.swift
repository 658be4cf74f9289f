import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("A therapy that comes and goes", .timeLimit(.minutes(10)))
    struct PluginTests {
        @Test(
            "A plugin dropped into the folder is planned; when it is stopped, no more"
        )
        func comesAndGoes() async throws {
            try await RunningClinic.with("drop", plugins: []) { clinic in
                try crashes(in: clinic)
                try await clinic.up()
                try await clinic.played(weeks: 1)
                let before = try clinic.supervisor()
                try await clinic.install("examples/gratitude", as: "gratitude")
                try await clinic.waits(for: "ready", of: "gratitude")
                #expect(try clinic.supervisor() == before)

                // The week after next: this one's plan may stand already.
                try await clinic.played(weeks: 3)
                let week = try await clinic.cairn("week")
                #expect(week.output.contains("(gratitude)"), "\(week.output)")
                let verdict = try await clinic.checked()
                #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")

                #expect(try await clinic.cairn("stop", "gratitude").code == 0)
                try await wait(for: "flagged sessions, planned again") {
                    let history = try await clinic.history()
                    let flagged = Set(try history.all(SessionFlagged.self).map(\.session))
                    let week = try await clinic.cairn("week")
                    return !flagged.isEmpty && !week.output.contains("(gratitude)")
                }
                // Nobody waits for it, and the summary says so.
                let played = try await clinic.played(weeks: 4)
                #expect(
                    played.output.split(separator: "\n").contains {
                        $0.contains("Stopped by an operator") && $0.hasSuffix("gratitude")
                    }, "\(played.output)")
                #expect(try await clinic.cairn("start", "gratitude").code == 0)
                let together = try await clinic.played(weeks: 5)
                #expect(!together.output.contains("gratitude"), "\(together.output)")
                let after = try await clinic.checked()
                #expect(after.code == 0, "\(after.output)\(after.errors)")
                try await isQuarantined(clinic)
            }
        }

        /// Lays a therapy there whose program ends at once, whenever it is started.
        private func crashes(in clinic: RunningClinic) throws {
            let place = clinic.folder.appending(path: "plugins/crash")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try "raise SystemExit(3)\n".write(
                to: place.appending(path: "crash.py"), atomically: true, encoding: .utf8)
            try clinic.install(
                manifest: """
                    {"contract": 1, "id": "crash", "version": "1", "title": "Crash",
                     "command": ["python3", "crash.py"],
                     "offerings": [{"name": "crash", "title": "Crash", "kind": "education",
                                    "phases": ["p1"], "minutes": 60, "perWeek": 1}]}
                    """, as: "crash")
        }

        /// After eight times it is run no more: its offers are withdrawn, its groups meet without it, and
        /// whoever looks is told, until somebody has it tried again.
        private func isQuarantined(_ clinic: RunningClinic) async throws {
            try await wait(for: "the quarantine") {
                try await !clinic.history().of("crash", TherapyQuarantined.self).isEmpty
            }
            let history = try await clinic.history()
            #expect(try history.of("crash", TherapyQuarantined.self).count == 1)
            #expect(try history.plans("crash"), "its contract's offer was planned before")
            try await wait(for: "a plan without it") { try await clinic.hasLeftThePlan("crash") }
            let withdrawn = try await clinic.history().of("crash", OfferingWithdrawn.self)
            #expect(withdrawn.map(\.offering) == ["crash"])
            let week = try await clinic.cairn("week")
            #expect(week.output.contains("education"), "\(week.output)")
            let status = try await clinic.cairn("status")
            #expect(status.code == 1, "\(status.output)")
            for words in [
                "The program of crash is not run any more.", "It failed 8 times in a row.",
                "Its offers are withdrawn.", "`cairn restart crash` tries it again",
            ] { #expect(status.output.contains(words), "\(words): \(status.output)") }
            let list = try await clinic.cairn("plugin", "list")
            #expect(list.output.contains("quarantined"), "\(list.output)")
            #expect(try await clinic.cairn("restart", "crash").code == 0)
            try await wait(for: "another try") {
                try await !clinic.history().of("crash", TherapyResumed.self).isEmpty
            }
        }

        @Test("A manifest that cannot be read harms nobody else, and one that is mended is taken")
        func brokenManifest() async throws {
            // Its sockets have long paths.
            try await RunningClinic.with("broken-by-its-neighbours") { clinic in
                let example = try String(
                    contentsOf: Programs.root.appending(
                        path: "Plugins/examples/gratitude/plugin.json"), encoding: .utf8)
                try clinic.install(manifest: "{ not json", as: "gratitude")
                // That of this one would be longer than what the system takes.
                let name = String(repeating: "x", count: 64)
                try clinic.install(
                    manifest: example.replacing(#""id": "gratitude""#, with: #""id": "\#(name)""#),
                    as: "long")
                let up = try await clinic.start("cairn", ["up", clinic.path]).finish()
                #expect(up.code == 0, "\(up.errors)")
                #expect(up.errors.contains("The plugin \(name) is left out"))
                let told = try await clinic.cairn("status").output
                #expect(told.contains("The plugin \(name) is left out"))
                #expect(try await clinic.status()?["gratitude"] == nil)
                try clinic.install(manifest: example, as: "gratitude")
                try await clinic.waits(for: "ready", of: "gratitude", "cbt")
            }
        }
    }
}
