import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("How a plugin comes into a clinic", .timeLimit(.minutes(10)))
    struct AdmissionTests {
        private static let manifest = """
            {
              "contract": 1,
              "id": "gratitude",
              "version": "1.0",
              "title": "Gratitude",
              "offerings": [
                {"name": "gratitude", "title": "Gratitude", "kind": "skills", "phases": ["p1"],
                 "minutes": 60, "perWeek": 1}
              ],
              "curriculum": [
                {"name": "letters", "offering": "gratitude", "modules": [
                  {"name": "one", "title": "One", "practice": "letter"},
                  {"name": "two", "title": "Two", "practice": "letter"}]}
              ],
              "practice": [{"name": "letter", "title": "A letter"}],
              "forms": [\(card)]
            }
            """

        /// The next version: it offers nothing more, and asks for something.
        private static let next = """
            {
              "contract": 1,
              "id": "gratitude",
              "version": "2.0",
              "title": "Gratitude",
              "acts": ["alert"],
              "practice": [{"name": "letter", "title": "A letter"}],
              "forms": [\(card)]
            }
            """

        /// Writes a plugin's folder beside the clinic.
        func source(_ text: String, program: String? = nil, for clinic: RunningClinic) throws
            -> String
        {
            let folder = clinic.folder.deletingLastPathComponent()
                .appending(path: program == nil ? "source" : "program")
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            try program?.write(
                to: folder.appending(path: "therapy.py"), atomically: true, encoding: .utf8)
            try text.write(
                to: folder.appending(path: "plugin.json"), atomically: true, encoding: .utf8)
            return folder.path
        }

        private func tells(_ clinic: RunningClinic, _ text: String) async throws {
            try await wait(for: "“\(text)” in the status") {
                try await clinic.cairn("status").output.contains(text)
            }
        }

        @Test(
            "Nothing runs that nobody approved; what was approved runs, until a person says otherwise"
        )
        func life() async throws {
            try await RunningClinic.with("admission", plugins: []) { clinic in
                try await clinic.edit("clinic.yaml") {
                    $0.replacing("plugins: approve-all\n", with: "")
                }
                try await clinic.up()
                let bad = try source(
                    Self.manifest.replacing("60", with: "600").replacing("p1", with: "p9")
                        .replacing(#""perWeek""#, with: #""sends": [], "perWek""#),
                    for: clinic)
                let refused = try await clinic.cairn("plugin", "add", bad)
                #expect(refused.code != 0)
                for fault in [
                    "/plugin.json:7: offerings[0].phases[0] is “p9”", "offerings[0].minutes is 600",
                    "Did you mean perWeek?", "offerings[0].perWeek is missing",
                ] { #expect(refused.errors.contains(fault), "\(refused.errors)") }

                let good = try source(Self.manifest, for: clinic)
                let added = try await clinic.cairn("plugin", "add", good)
                #expect(added.code == 0, "\(added.errors)")
                #expect(added.errors.contains("cairn plugin enable gratitude"))
                #expect(try await clinic.cairn("plugin", "add", good).code != 0, "once")
                try await tells(clinic, "Plugin gratitude (1.0) waits for approval")
                let shown = try await clinic.cairn("plugin", "show", "gratitude")
                #expect(shown.output.contains("offers gratitude (group, skills): 60 min"))
                #expect(try await clinic.cairn("status").output.contains("gratitude ") == true)
                let early = try await clinic.history()
                #expect(try early.all(PluginFound.self).map(\.version) == ["1.0"])
                #expect(try early.all(ProcessStarted.self).allSatisfy { $0.process != "gratitude" })

                #expect(try await clinic.cairn("plugin", "enable", "gratitude").code != 0)
                let clinician = try await clinic.cairn(
                    "plugin", "enable", "gratitude", "--as", "t01")
                #expect(clinician.code != 0)
                let enabled = try await clinic.cairn(
                    "plugin", "enable", "gratitude", "--as", "dir")
                #expect(enabled.code == 0, "\(enabled.errors)")
                #expect(enabled.output.contains("at most: 128 MiB, 600 events a minute"))
                try await wait(for: "its start") {
                    try await clinic.history().all(ProcessStarted.self).contains {
                        $0.process == "gratitude"
                    }
                }
                let approved = try #require(
                    try await clinic.history().all(PluginApproved.self).first)
                #expect(approved.by == "dir" && approved.version == "1.0" && !approved.unconfined)

                try await work(in: clinic)
                try await chain(in: clinic)
                try await replaced(in: clinic)
                try await rollBack(in: clinic)
                try await upgradeAndEnd(clinic)
                #expect(try await clinic.cairn("up", "--safe").code != 0, "it is up")
                #expect(try await clinic.cairn("down").code == 0)
                try await safe(clinic)
                #expect(try await clinic.cairn("down").code == 0)
                #expect(try await clinic.cairn("up").code == 0)
                try await clinic.waits(for: "ready", of: "calm", "dbt")
            }
        }

        /// Started without plugins it runs none, and says so; what was approved stays approved.
        private func safe(_ clinic: RunningClinic) async throws {
            let up = try await clinic.cairn("up", "--safe")
            #expect(up.code == 0 && up.errors.contains("It runs no plugin"), "\(up.errors)")
            try await wait(for: "its withdrawal") {
                let withdrawn = try await clinic.history().all(PluginWithdrawn.self)
                return Set(withdrawn.map(\.plugin)).isSuperset(of: ["calm", "dbt"])
            }
            #expect(try await listed(clinic).plugins.map(\.state) == ["held", "held"])
            let status = try await clinic.cairn("status")
            #expect(status.output.contains("was started without plugins"), "\(status.output)")
            let started = clinic.processes().filter { $0.arguments[0].hasSuffix("plugin-host") }
            #expect(started.isEmpty)
        }

        /// What `cairn plugin list --json` prints: its keys are promised.
        struct Listing: Decodable {
            struct Plugin: Decodable {
                struct Content: Decodable { let version, hash: String }
                struct Program: Decodable { let program: String }
                let plugin, state: String
                let approved, waiting, previous, rolledBackFrom: Content?
                let rolledBackBecause: String?
                let mayRunUnconfined: Bool
                let program: Program?
                let problem, remedy: String?
            }
            struct LeftOut: Decodable { let problem, remedy: String }
            let plugins: [Plugin]
            let leftOut: [LeftOut]
        }

        func listed(_ clinic: RunningClinic) async throws -> Listing {
            let result = try await clinic.cairn("plugin", "list", "--json")
            return try JSONText.decode(Listing.self, from: Array(result.output.utf8))
        }

        /// The same of `cairn plugin show`.
        private struct Page: Decodable {
            let standing: Listing.Plugin?
            let version, hash: String
            let approvedHash: String?
            let declares: [String]
            let contract: JSONFragment
        }

        /// The versions of the contract alone that were approved.
        private func approvals(_ clinic: RunningClinic) async throws -> [String] {
            try await clinic.history().all(PluginApproved.self)
                .filter { $0.plugin == "gratitude" }.map(\.version)
        }

        private func upgradeAndEnd(_ clinic: RunningClinic) async throws {
            let next = try source(Self.next, for: clinic)
            let upgraded = try await clinic.cairn("plugin", "upgrade", next)
            #expect(upgraded.code == 0, "\(upgraded.errors)")
            #expect(upgraded.output.contains("+ may raise alerts for staff"))
            try await tells(clinic, "Plugin gratitude: another content waits (2.0)")
            #expect(try await approvals(clinic) == ["1.0"])
            let listed = try await listed(clinic).plugins.first { $0.plugin == "gratitude" }
            #expect(listed?.state == "runs" && listed?.waiting?.version == "2.0")
            let shown = try await clinic.cairn("plugin", "show", "gratitude", "--json")
            let page = try JSONText.decode(Page.self, from: Array(shown.output.utf8))
            #expect(page.version == "2.0" && page.approvedHash == page.standing?.approved?.hash)
            #expect(page.declares.contains("may raise alerts for staff"))
            #expect(page.standing?.state == "runs" && page.hash == page.standing?.waiting?.hash)
            let enabled = try await clinic.cairn("plugin", "enable", "gratitude", "--as", "dir")
            #expect(enabled.code == 0, "\(enabled.errors)")

            try await wait(for: "a host that goes by the new contract") {
                try await clinic.history().all(ContractTaken.self).contains {
                    $0.version == "2.0"
                }
            }
            // What it offers no more has left the week's plan.
            #expect(try await clinic.history().plans("gratitude"))
            try await wait(for: "a plan without it") {
                try await clinic.hasLeftThePlan("gratitude")
            }

            try await wait(for: "the way back to be open") {
                try await clinic.history().all(PluginCaughtUp.self).contains {
                    $0.version == "2.0"
                }
            }
            let back = try await clinic.cairn(
                "plugin", "enable", "gratitude", "--previous", "--as", "dir")
            #expect(back.code == 0, "\(back.errors)")
            #expect(back.output.contains("Approved gratitude 1.0"), "\(back.output)")
            try await tells(clinic, "gratitude 2.0 was approved, and rolled back to 1.0: a person")

            let disabled = try await clinic.cairn(
                "plugin", "disable", "gratitude", "--reason", "Too much.", "--as", "dir")
            #expect(disabled.code == 0, "\(disabled.errors)")
            try await wait(for: "its withdrawal") {
                try await clinic.history().all(PluginWithdrawn.self).contains {
                    $0.plugin == "gratitude"
                }
            }
            let list = try await clinic.cairn("plugin", "list")
            #expect(list.output.contains("disabled"), "\(list.output)")
            #expect(try await clinic.status()?["gratitude"] == nil)

            let removed = try await clinic.cairn("plugin", "remove", "gratitude", "--as", "dir")
            #expect(removed.code == 0, "\(removed.errors)")
            try await wait(for: "nothing of it") {
                let plugins = clinic.folder.appending(path: "plugins")
                let copies = plugins.appending(path: ".approved/gratitude")
                return !FileManager.default.fileExists(atPath: copies.path)
                    && !FileManager.default.fileExists(
                        atPath: plugins.appending(path: "gratitude").path)
            }
            let history = try await clinic.history()
            #expect(try await approvals(clinic) == ["1.0", "2.0", "1.0"])
            #expect(try history.all(PluginDisabled.self).map(\.reason) == ["Too much."])
            #expect(try history.all(PluginRemoved.self).map(\.by) == ["dir"])
        }
    }
}
