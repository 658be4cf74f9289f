import Foundation
import Testing

extension RealProcesses {
    @Suite("The pages on operating a clinic", .timeLimit(.minutes(10)))
    struct DocumentedLinesTests {
        private typealias Place = (home: URL, files: URL)

        @Test("Each line of a command that they print works in a shell as it is printed")
        func lines() async throws {
            let home = URL(filePath: "/tmp/cairn-\(UUID().uuidString.prefix(8).lowercased())")
            let place = (home: home, files: home.appending(path: "files"))
            let clinic = RunningClinic(folder: home.appending(path: "austin"))
            do { try await typed(place) } catch {
                await clinic.clear(removing: home)
                throw error
            }
            await clinic.clear(removing: home)
        }

        private func typed(_ place: Place) async throws {
            let files = FileManager.default
            try files.createDirectory(at: place.files, withIntermediateDirectories: true)
            // The lines name files of the project, and a home folder.
            for name in ["deploy", "Tests"] {
                try files.createSymbolicLink(
                    at: place.home.appending(path: name),
                    withDestinationURL: Programs.root.appending(path: name))
            }
            try await run("mkdir backups safe", place)
            let running = try Self.lines(of: "running-a-clinic.md")
            let backup = try Self.lines(of: "backup.md")
            try #require(running.count > 12 && backup.count > 4)
            for line in running {
                let isUp = try await run("cairn status", place, mayFail: true).code != 69
                let needsNone = ["init", "export CAIRN", "keys", "up"].contains { word in
                    line.contains(word)
                }
                if !isUp, !needsNone {
                    try await run("cairn up", place)
                    // The first plan is made on Friday.
                    try await run("cairn advance-clock --hours 120", place)
                }
                try await run(line, place)
            }
            try await run("cp -r austin/keys safe/", place)
            for line in try Self.lines(of: "checker.md") { try await run(line, place) }
            for line in backup {
                // What the page says has to be done before.
                if line.contains("restore"), line.contains("assessment") {
                    try await run("cairn stop assessment", place)
                }
                if line.hasPrefix("mkdir") { try await run("cairn down; mv austin old", place) }
                try await run(line, place)
            }
            try await run("cairn status && cairn down", place)
        }

        @discardableResult
        private func run(_ line: String, _ place: Place, mayFail: Bool = false) async throws
            -> Execution.Result
        {
            let folders = "\(Programs.folder.path):/usr/bin:/bin"
            let execution = try Execution(
                "/bin/bash", ["-c", line], files: place.files, folder: place.home,
                environment: [
                    "HOME": place.home.path, "PATH": folders,
                    "CAIRN_CLINIC": place.home.appending(path: "austin").path,
                ])
            if line.hasPrefix("cairn tap") {
                try await execution.prints("Following")
                execution.signal(SIGINT)
            }
            let result = try await execution.finish()
            #expect(mayFail || result.code == 0, "\(line): \(result.code) \(result.errors)")
            return result
        }

        /// The lines of a page's examples that begin with a command; paths at the root lie in the
        /// folder that stands for a home.
        private static func lines(of page: String) throws -> [String] {
            let text = try String(
                contentsOf: Programs.root.appending(path: "docs/operating/\(page)"),
                encoding: .utf8)
            let commands = ["cairn ", "export ", "mkdir ", "Tests/Proof/Checker/"]
            let blocks = text.components(separatedBy: "```").enumerated()
                .filter { $0.offset % 2 == 1 }.map(\.element)
            var found: [String] = []
            for line in blocks.flatMap({ $0.components(separatedBy: "\n") }) {
                guard commands.contains(where: { line.hasPrefix($0) }) else { continue }
                let here = line.replacing(" /backups/", with: " backups/")
                    .replacing(" /safe/", with: " safe/")
                // Several on one line stand apart.
                found += here.replacing(#/\s{3,}cairn /#, with: "\ncairn ")
                    .components(separatedBy: "\n")
            }
            return found
        }
    }
}
