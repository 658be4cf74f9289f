import Foundation
import Testing

extension RealProcesses {
    /// What a person slips in, in the example's words, and what must be said of it.
    struct Slip: CustomTestStringConvertible, Sendable {
        var old: String
        var new: String
        var told: [String]
        var testDescription: String { new }

        init(_ old: String, _ new: String, _ told: String...) {
            (self.old, self.new, self.told) = (old, new, told)
        }
    }

    @Suite("A clinic's description, as a person writes it", .timeLimit(.minutes(5)))
    struct DescriptionTests {
        private static let slips = [
            Slip("kind: office", "kind: ofice", "rooms.2.kind", "Did you mean office?"),
            Slip("- clinician", "- clincian", "staff.1.roles.0", "Did you mean clinician?"),
            Slip("ages: adult", "ages: adlt", "groups.0.ages", "Did you mean adult?"),
            Slip("ages: adult", "ages: Adult", "groups.0.ages", "Did you mean adult?"),
            Slip("kind: skills", "kind: skils", "sessions.1.kind", "Did you mean skills?"),
            Slip("kind: skills", "kind: individual", "sessions.1.kind"),
            Slip("- ledger", "- ledgr", "services.6", "Did you mean ledger?"),
            Slip("- ledger", "- Ledger", "services.6", "Did you mean ledger?"),
            Slip("level: \"2.1\"", "level: \"2.2\"", "phases.0.level", "Did you mean 2.1?"),
            Slip("asam-2020", "asam2020", "policies.withdrawalBands", "Did you mean asam-2020?"),
            Slip(
                "policies:", "policies:\n  instruments: [phq-9, bam-ipo]", "policies.instruments.1",
                "Did you mean bam-iop?"),
            Slip(
                "policies:", "policies:\n  instruments: [cows]", "cows has no times",
                "would never fall due"),
            Slip("policies:", "policies:\n  gates: [withdrawal]", "policies", "not known"),
            Slip("asam-3", "asam-5", "policies.placementEdition", "Known: asam-3, asam-4"),
            Slip("America/Chicago", "America/Chcago", "timeZone", "Did you mean America/Chicago?"),
            Slip("    seats: 16", "    seets: 16", "rooms.0", "Did you mean seats?"),
            Slip("    seats: 16", "    seats: -1", "rooms.0.seats", "from 1 to 1000"),
            Slip("    seats: 16", "    seats: 16\n    seats: 12", "twice: seats"),
            Slip("policies:", "name: Again\npolicies:", "twice: name"),
            Slip("    seats: 16", "\tseats: 16", "a tab"),
            Slip("\"2026-11-26\"", "\"2026-11-31\"", "closures.0", "\"2026-11-26\""),
            Slip("mon 09:00-17:00", "mon 17:00-09:00", "staff.1.hours.0", "mon 09:00-10:00"),
            Slip("tue 13:00-20:30", "mon 10:00-20:30", "hours of t01 overlap"),
            Slip("timeZone: America/Chicago", "timeZone: EST", "timeZone", "America/Chicago"),
            Slip("timeZone: America/Chicago", "timeZone: GMT-6", "timeZone", "America/Chicago"),
            Slip("language: en", "language: english", "groups.0.language", "Did you mean en?"),
            Slip("language: en", "language: eng", "groups.0.language", "Did you mean en?"),
            Slip("language: en", "language: EN-US", "groups.0.language", "Did you mean en?"),
            Slip("language: en", "language: xx", "groups.0.language", "like en"),
            Slip("      - es", "      - spa", "staff.2.languages.1", "Did you mean es?"),
            Slip("  - id: t02", "  - id: t01", "staff t01 is there twice"),
            Slip("  - id: t02", "  - id: T02", "staff.2.id"),
            Slip("room: g2", "room: g9", "meets in g9"),
            Slip("clinician: t01", "clinician: t99", "led by t99"),
        ]

        @Test("A slip is refused by line and field, with the near word; all of them at once")
        func slips() async throws {
            let example = try String(contentsOfFile: Programs.example, encoding: .utf8)
            try await RunningClinic.with("slips", plugins: []) { clinic in
                let right = try await clinic.start("cairn", ["check", clinic.path]).finish()
                #expect(right.code == 0, "\(right.errors)")
                for slip in Self.slips {
                    let range = try #require(example.range(of: slip.old), "\(slip.old)")
                    let text = example.replacingCharacters(in: range, with: slip.new)
                    let told = try await faults(of: text, in: clinic)
                    #expect(told.contains("line "), "\(slip.new): \(told)")
                    for words in slip.told {
                        #expect(told.contains(words), "\(slip.new): \(told)")
                    }
                }
                let many = example.replacingOccurrences(of: "kind: office", with: "kind: ofice")
                    .replacingOccurrences(of: "clinician: t03", with: "clinician: t99")
                    .replacingOccurrences(of: "ages: adult", with: "ages: adlt")
                let told = try await faults(of: many, in: clinic)
                for words in ["rooms.2.kind", "rooms.4.kind", "groups.3.ages", "led by t99"] {
                    #expect(told.contains(words), "\(told)")
                }
            }
        }

        @Test("What the system refuses keeps its name, and the printed remedy works")
        func refusals() async throws {
            try await RunningClinic.with("refused", plugins: []) { clinic in
                let yaml = clinic.folder.appending(path: "clinic.yaml").path
                // Root may read everything: then it is done as somebody else.
                let user = getuid() == 0 ? ["setpriv", "--reuid=65534", "--clear-groups"] : []
                func run(_ line: String) async throws -> Execution.Result {
                    let folder = URL(filePath: Programs.path("cairn")).deletingLastPathComponent()
                    return try await clinic.start(
                        "/usr/bin/env",
                        ["PATH=\(folder.path):/usr/bin:/bin"] + user + ["bash", "-c", line]
                    ).finish()
                }
                if getuid() == 0 {
                    let given = try await clinic.start(
                        "/usr/bin/env", ["chown", "-R", "65534", clinic.path]
                    ).finish()
                    try #require(given.code == 0)
                }
                try #require(try await run("chmod 000 \(yaml)").code == 0)
                let refused = try await run("cairn check \(clinic.path)")
                #expect(refused.code == 78)
                #expect(refused.errors.contains("EACCES"), "\(refused.errors)")
                #expect(!refused.errors.contains("cairn init"), "\(refused.errors)")
                let remedy = try #require(refused.errors.firstMatch(of: /`(chmod [^`]*)`/)).output.1
                #expect(try await run("\(remedy) && cairn check \(clinic.path)").code == 0)

                let folder = try await run("rm \(yaml); mkdir \(yaml); cairn check \(clinic.path)")
                #expect(folder.code == 78)
                #expect(folder.errors.contains("EISDIR"), "\(folder.errors)")
                let file = try await run("cairn check \(clinic.path)/clinic.json")
                #expect(file.errors.contains("ENOTDIR"), "\(file.errors)")
                let gone = try await run("rmdir \(yaml); cairn check \(clinic.path)")
                #expect(gone.errors.contains("There is no \(yaml)"), "\(gone.errors)")
            }
        }

        /// What `init`, `check` and `up` say of a description; all three refuse it.
        private func faults(of text: String, in clinic: RunningClinic) async throws -> String {
            let file = clinic.folder.appending(path: "clinic.yaml")
            try text.write(to: file, atomically: true, encoding: .utf8)
            let check = try await clinic.start("cairn", ["check", clinic.path]).finish()
            let other = clinic.folder.deletingLastPathComponent().appending(path: "other")
            let made = try await clinic.start("cairn", ["init", other.path, "--from", file.path])
                .finish()
            for result in [check, made] { #expect(result.code == 78, "\(result.errors)") }
            #expect(!FileManager.default.fileExists(atPath: other.path))
            return check.errors
        }
    }
}
