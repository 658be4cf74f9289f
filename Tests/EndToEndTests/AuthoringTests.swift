import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("The pages for authors", .timeLimit(.minutes(5)))
    struct AuthoringTests {
        /// The page of Swift needs a build of its own: `.ci/run` runs it, by the same script.
        private static let pages = ["manifest", "python", "authoring"]
        private static let builtPage = "swift"

        @Test("What they print works in a shell as it is printed, from nothing to a plan")
        func lines() async throws {
            // Short: a clinic is made there, and a socket's path has 107 bytes.
            let home = URL(filePath: "/tmp/cairn-\(UUID().uuidString.prefix(8).lowercased())")
            let clinic = RunningClinic(folder: home.appending(path: "austin"))
            do { try await typed(in: home) } catch {
                await clinic.clear(removing: home)
                throw error
            }
            await clinic.clear(removing: home)
        }

        private func typed(in home: URL) async throws {
            try FileManager.default.createDirectory(
                at: home.appending(path: "files"), withIntermediateDirectories: true)
            let script = Programs.root.appending(path: "deploy/page").path
            for page in Self.pages {
                let result = try await Execution(
                    script, [Self.path(of: page).path, home.path],
                    files: home.appending(path: "files"), folder: home,
                    environment: [
                        "HOME": home.path, "PATH": "\(Programs.folder.path):/usr/bin:/bin",
                    ]
                ).finish(upTo: .seconds(280))
                try #require(result.code == 0, "\(page): \(result.output)\n\(result.errors)")
                guard page == "authoring" else { continue }
                // A person approved it, and the week after had its sessions.
                #expect(result.output.contains("Approved gratitude"), "\(result.output)")
                #expect(result.output.contains("education (gratitude)"), "\(result.output)")
            }
            try await checkedAsJSON(home)
        }

        @Test("No page that begins a therapy is left out, and each count of keystrokes is right")
        func counts() throws {
            let folder = Programs.root.appending(path: "docs/plugins")
            let beginning = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }
                .filter { try Self.lines(of: $0).contains { $0.hasPrefix("cairn plugin new") } }
            #expect(Set(beginning) == Set(Self.pages + [Self.builtPage]))
            let steps = try String(
                contentsOf: Programs.root.appending(path: ".ci/run"), encoding: .utf8)
            #expect(steps.contains("deploy/page docs/plugins/\(Self.builtPage).md"))

            let text = try String(contentsOf: Self.path(of: "authoring"), encoding: .utf8)
            for (words, commands) in [
                ("a contract alone that passes its check", try Self.lines(of: "manifest")[...]),
                ("a first passing test in Python", try Self.lines(of: "python").prefix(2)),
                ("a first passing test in Swift", try Self.lines(of: "swift").prefix(2)),
                (
                    "a therapy that is planned in a clinic, by this page",
                    try Self.lines(of: "authoring")[...]
                ),
            ] {
                let keys = commands.map { $0.count + 1 }.reduce(0, +)
                #expect(text.contains("| \(words) | \(commands.count) | \(keys) |"), "\(keys)")
            }
        }

        /// The suite of these therapies grades all of them, each by the library alone.
        @Test(
            "A therapy of each language is gold by the tool itself",
            arguments: ["cbt", "matrix", "mindfulness", "examples/urges"])
        func gold(name: String) async throws {
            let home = FileManager.default.temporaryDirectory
                .appending(path: "graded-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: home) }
            let folder = Programs.root.appending(path: "Plugins/\(name)").path
            let result = try await Execution(
                Programs.path("cairn"), ["plugin", "check", folder, "--grade", "gold"], files: home
            ).finish()
            #expect(result.code == 0, "\(result.output)\(result.errors)")
            #expect(result.output.contains("Grade: gold"), "\(result.output)")
        }

        /// What `cairn plugin check --json` prints: its keys are promised.
        private struct Page: Decodable {
            struct Check: Decodable {
                struct Fault: Decodable { let problem, remedy: String }
                let name, grade, verdict: String
                let note: String?
                let faults: [Fault]
            }
            let plugin, version, grade: String?
            let confined: Bool
            let wanted: String
            let checks: [Check]
        }

        /// What was just begun is silver, and each text that is still the template's is named.
        private func checkedAsJSON(_ home: URL) async throws {
            let result = try await Execution(
                Programs.path("cairn"),
                ["plugin", "check", home.appending(path: "gratitude").path, "--json"],
                files: home.appending(path: "files")
            ).finish()
            #expect(result.code == 0, "\(result.errors)")
            let page = try JSONText.decode(Page.self, from: Array(result.output.utf8))
            #expect(page.plugin == "gratitude" && page.version == "0.1.0")
            #expect(page.grade == "silver" && page.wanted == "bronze")
            let broken = page.checks.filter { $0.verdict == "broken" }
            #expect(broken.map(\.name) == ["written"])
            #expect(broken.first?.faults.first?.problem.hasPrefix("plugin.json: ") == true)
        }

        private static func path(of page: String) -> URL {
            Programs.root.appending(path: "docs/plugins/\(page).md")
        }

        /// The lines of a page's examples.
        private static func lines(of page: String) throws -> [String] {
            try String(contentsOf: path(of: page), encoding: .utf8)
                .components(separatedBy: "```").enumerated()
                .filter { $0.offset % 2 == 1 }.map(\.element)
                .flatMap { $0.components(separatedBy: "\n") }.filter { !$0.isEmpty }
        }
    }
}
