import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("The pages for authors", .timeLimit(.minutes(5)))
    struct AuthoringTests {
        @Test("Each line of a command that they print works in a shell as it is printed")
        func lines() async throws {
            let home = FileManager.default.temporaryDirectory
                .appending(path: "authors-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: home) }
            var count = 0
            for page in ["authoring", "manifest", "python", "swift"] {
                for line in try Self.lines(of: page) {
                    let path = "\(Programs.folder.path):/usr/bin:/bin"
                    let result = try await Execution(
                        "/bin/bash", ["-c", line], files: home, folder: home,
                        environment: ["HOME": home.path, "PATH": path]
                    ).finish()
                    #expect(result.code == 0, "\(line): \(result.output) \(result.errors)")
                    count += 1
                }
            }
            #expect(count > 6)
            try await checkedAsJSON(home)
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
                ["plugin", "check", home.appending(path: "gratitude").path, "--json"], files: home
            ).finish()
            #expect(result.code == 0, "\(result.errors)")
            let page = try JSONText.decode(Page.self, from: Array(result.output.utf8))
            #expect(page.plugin == "gratitude" && page.version == "0.1.0")
            #expect(page.grade == "silver" && page.wanted == "bronze")
            let broken = page.checks.filter { $0.verdict == "broken" }
            #expect(broken.map(\.name) == ["written"])
            #expect(broken.first?.faults.first?.problem.hasPrefix("plugin.json: ") == true)
        }

        /// The lines of a page's examples. A build in Swift is a step of its own, and so what needs
        /// one is not tried here: `.ci/run` builds what `cairn plugin new` copies.
        private static func lines(of page: String) throws -> [String] {
            let text = try String(
                contentsOf: Programs.root.appending(path: "docs/plugins/\(page).md"),
                encoding: .utf8)
            return text.components(separatedBy: "```").enumerated()
                .filter { $0.offset % 2 == 1 }.map(\.element)
                .flatMap { $0.components(separatedBy: "\n") }
                .filter { !$0.isEmpty && !$0.hasPrefix("swift ") && !$0.contains("grounding") }
        }
    }
}
