import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("The documentation's own example", .timeLimit(.minutes(15)))
    struct AddingAServiceTests {
        @Test(
            "A service, a message, a command and an instrument that are added as the docs say work")
        func added() async throws {
            // Kept from run to run, so that only what changed is built again.
            let place = Programs.root.appending(path: ".build-adding")
            let tree = place.appending(path: "tree")
            try copySources(to: tree)
            let page = try String(
                contentsOf: Programs.root.appending(path: "docs/ARCHITECTURE.md"), encoding: .utf8)
            let blocks = CodeBlock.all(in: page)
            #expect(blocks.count >= 6)
            for block in blocks { try block.apply(to: tree) }
            try addInstrument(to: tree)

            try await RunningClinic.with("adding") { clinic in
                let binaries = place.appending(path: "build/debug")
                for product in ["cairn-transport", "cairn"] {
                    let build = try clinic.start(
                        "/usr/bin/env",
                        [
                            "swift", "build", "--package-path", tree.path, "--product", product,
                            "--scratch-path", place.appending(path: "build").path,
                        ])
                    let result = try await build.finish(upTo: .seconds(840))
                    try #require(result.code == 0, "\(result.output.suffix(4_000))")
                }
                try await knowsInstrument(clinic, by: binaries.appending(path: "cairn").path)
                try await clinic.up()
                try await admitTransport(
                    to: clinic, by: binaries.appending(path: "cairn").path)
                let transport = try clinic.start(
                    binaries.appending(path: "cairn-transport").path, ["--clinic", clinic.path])
                defer { transport.signal(SIGKILL) }
                try await clinic.waits(for: "ready", of: "transport")

                let body = try JSONText.readable(RegisterClient.example)
                let registered = try await clinic.cairn(
                    "send", RegisterClient.type, "--as", "fd1", "--body", body)
                #expect(registered.code == 0, "\(registered.errors)")
                let client = try #require(try RegisterClient.example.client)
                // It knows the client once it has taken in assessment's event.
                var ride: Execution.Result?
                defer { if let ride, ride.code != 0 { Issue.record("\(ride.errors)") } }
                try await wait(for: "a ride") {
                    ride = try await clinic.start(
                        binaries.appending(path: "cairn").path,
                        [
                            "send", "transport.request-ride", "--as", "fd1", "--body",
                            #"{"client": "\#(client)", "day": "2026-10-07"}"#, "--clinic",
                            clinic.path,
                        ]
                    ).finish()
                    return ride?.code == 0
                }
                #expect(ride?.output.contains("1 recorded") == true)
                // A message of "Adding a message".
                let rides = try await clinic.start(
                    binaries.appending(path: "cairn").path,
                    [
                        "ask", "transport.rides", "--as", "fd1", "--reveal", "Who is fetched.",
                        "--body", #"{"day": "2026-10-07"}"#, "--clinic", clinic.path,
                    ]
                ).finish()
                #expect(rides.output.contains("\(client)"), "\(rides.errors)")
                // The command of "Adding a command", without a reason and with one.
                for (reason, shown) in [([], Masking.mask), (["--reveal", "Who?"], client.text)] {
                    let looked = try await clinic.start(
                        binaries.appending(path: "cairn").path,
                        ["rides", "2026-10-07", "--as", "fd1", "--clinic", clinic.path] + reason
                    ).finish()
                    #expect(looked.code == 0, "\(looked.errors)")
                    #expect(looked.output.contains(shown))
                    #expect(looked.output.names(client) == !reason.isEmpty)
                }
                try await wait(for: "the ride in the ledger") {
                    try await clinic.history().lines.contains {
                        try $0.type == "transport.ride.requested.v1"
                    }
                }
                transport.signal(SIGTERM)
                #expect(try await transport.finish().code == 0)
            }
        }

        /// The third step of "Adding an instrument": its file is all that the build takes in.
        private func addInstrument(to tree: URL) throws {
            let page = try String(
                contentsOf: Programs.root.appending(path: "docs/clinical/instruments.md"),
                encoding: .utf8)
            let file = try #require(page.firstMatch(of: /```json\n([^`]*)```/)?.output.1)
            let folder = tree.appending(path: "Sources/ClinicalRules/Data/instruments")
            try file.write(
                to: folder.appending(path: "week-3.json"), atomically: true, encoding: .utf8)
        }

        /// What the build has taken in is listed, and scored by its id.
        private func knowsInstrument(_ clinic: RunningClinic, by tool: String) async throws {
            let list = try await clinic.start(tool, ["assess", "list"]).finish()
            #expect(list.output.contains("week-3"), "\(list.errors)")
            let scored = try await clinic.start(
                tool, ["assess", "score", "week-3", "--answers", "[1, 3, 2]"]
            ).finish()
            #expect(scored.output.contains("total  3  of 0 to 9"), "\(scored.errors)")
        }

        /// Names the service in `clinic.yaml`, makes its key, and waits until the hub knows it.
        private func admitTransport(to clinic: RunningClinic, by tool: String) async throws {
            let file = clinic.path + "/clinic.yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let line = "  - ledger\n"
            try #require(text.contains(line))
            try text.replacingOccurrences(of: line, with: line + "  - transport\n")
                .write(toFile: file, atomically: true, encoding: .utf8)
            // It is run by hand: the supervisor has no program for it, and the reload says so at once.
            let reload = try await clinic.start(tool, ["reload", "--clinic", clinic.path]).finish()
            #expect(reload.code == 1, "\(reload.output)\(reload.errors)")
            #expect(reload.errors.contains("transport"), "\(reload.errors)")
            // The supervisor knows nothing of what it may do: the tool does, and the hub opens its
            // doors anew.
            let door = clinic.path + "/run/to-transport.sock"
            try await wait(for: "the door of transport") { version(of: door) != nil }
            let before = version(of: door)
            let key = try await clinic.start(
                tool, ["keys", "new", "transport", "--clinic", clinic.path]
            ).finish()
            #expect(key.code == 0, "\(key.errors)")
            try await wait(for: "the doors, open anew") {
                version(of: door).map { $0 != before } ?? false
            }
        }

        /// Which file lies there now: another one may have the number of the one before.
        private func version(of file: String) -> [String]? {
            guard let found = try? FileManager.default.attributesOfItem(atPath: file) else {
                return nil
            }
            let time = (found[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return ["\(found[.systemFileNumber] ?? 0)", "\(time)"]
        }

        /// Copies what a build needs; times of change are kept, and with them what was built.
        private func copySources(to tree: URL) throws {
            let files = FileManager.default
            try? files.removeItem(at: tree)
            try files.createDirectory(at: tree, withIntermediateDirectories: true)
            for name in [
                "Package.swift", "Package.resolved", "Sources", "Plugins", "Tests", "docs",
            ] {
                let source = Programs.root.appending(path: name)
                // Which versions were resolved is not part of a fresh checkout.
                guard files.fileExists(atPath: source.path) else { continue }
                try files.copyItem(at: source, to: tree.appending(path: name))
            }
        }
    }
}

/// A block of code in a page, and where it belongs.
///
/// Its first line is `// file: PATH` for a whole file, or `// in: PATH` for lines that go behind
/// others, each part after a line `// after: LINE`.
private struct CodeBlock {
    let isWhole: Bool
    let path: String
    let lines: [String]

    static func all(in page: String) -> [CodeBlock] {
        page.matches(of: #/\n```(?:swift|json)\n((?s:.*?))\n```/#).compactMap { match in
            let text = String(match.output.1)
            let lines = text.components(separatedBy: "\n")
            for (mark, isWhole) in [("// file: ", true), ("// in: ", false)] {
                if let first = lines.first, first.hasPrefix(mark) {
                    return CodeBlock(
                        isWhole: isWhole, path: String(first.dropFirst(mark.count)),
                        lines: Array(lines.dropFirst()))
                }
            }
            return nil
        }
    }

    func apply(to tree: URL) throws {
        let file = tree.appending(path: path)
        guard isWhole else { return try insert(into: file) }
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try (lines.joined(separator: "\n") + "\n").write(
            to: file, atomically: true, encoding: .utf8)
    }

    private func insert(into file: URL) throws {
        let mark = "// after: "
        var text = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
        var position: Int?
        for line in lines {
            if line.hasPrefix(mark) {
                let anchor = String(line.dropFirst(mark.count))
                guard let found = text.firstIndex(of: anchor) else {
                    throw TestFault("\(path) has no line \(anchor)")
                }
                position = found + 1
            } else if let place = position {
                text.insert(line, at: place)
                position = place + 1
            }
        }
        try text.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    }
}
