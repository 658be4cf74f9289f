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
