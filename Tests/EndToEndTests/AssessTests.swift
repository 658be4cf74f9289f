import Foundation
import Messages
import TestSupport
import Testing

extension RealProcesses {
    @Suite(
        "Scoring and placing without a clinic, through the command line", .timeLimit(.minutes(5)))
    struct AssessTests {
        private static func with(
            _ body: (_ folder: URL, _ cairn: ([String]) async throws -> Execution.Result)
                async throws -> Void
        ) async throws {
            let folder = FileManager.default.temporaryDirectory
                .appending(path: "cairn-assess-\(UUID().uuidString.prefix(8))")
            let files = folder.appending(path: "said")
            try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try await body(folder) { words in
                try await Execution(
                    Programs.path("cairn"), ["assess"] + words, files: files, folder: folder
                ).finish()
            }
        }

        @Test("Each given case comes to what an independent implementation makes of it")
        func cases() async throws {
            try await Self.with { _, cairn in
                for given in try ScoringCase.all() {
                    for run in given.runs {
                        let answers = String(
                            decoding: try JSONText.encode(run.answers), as: UTF8.self)
                        let said = try await cairn(
                            ["score", given.instrument, "--json", "--answers", answers]
                                + (run.policy.map { ["--policy", $0] } ?? []))
                        let outcome = try JSONText.decode(
                            ScoringOutcome.self, from: Array(said.output.utf8))
                        #expect(run.mismatches(outcome) == [], "\(given.id): \(said.output)")
                        #expect(said.code == (outcome.complete ? 0 : 65), "\(given.id)")
                    }
                }
            }
        }

        @Test("What is typed wrong is answered with what would be right, and no answer is repeated")
        func typed() async throws {
            try await Self.with { _, cairn in
                let slips: [([String], Int32, String)] = [
                    (["score", "php-9", "--answers", "[0]"], 64, "Did you mean phq-9?"),
                    (["show", "audti"], 64, "Did you mean audit?"),
                    (["score", "phq-2", "--answers", "[4711, 0"], 64, "no JSON"),
                    (["score", "phq-2", "--answers", "7"], 64, "neither a list nor an object"),
                    (["score", "phq-2", "--answers", "[1, 1, 4711]"], 64, "it has 2 items"),
                    (["score", "phq-2", "--answers", #"{"1": "4711", "2": 0}"#], 64, "Item 1 has"),
                    (["score", "phq-2", "--answers", "[1.5, 0]"], 64, "Item 1 has"),
                    (["score", "phq-2", "--answers", #"{"1": 1, "1": 0}"#], 64, "1 twice"),
                    (["score", "phq-2", "--answers", "[4711, 0]"], 65, "0 to 3"),
                    (["score", "cows", "--answers", "[3]"], 65, "none of its values, 0, 1, 2, 4"),
                    (["score", "phq-2", "--answers", "[1, null]"], 65, "Item 2 has no answer"),
                    (
                        ["score", "phq-2", "--answers", #"[1, "refused"]"#], 65,
                        "Item 2 was refused"
                    ),
                    (["score", "phq-2", "--answers", "@/nowhere"], 64, "cannot be read"),
                    (
                        ["score", "ciwa-ar", "--answers", "[1]", "--policy", "asam-202"], 64,
                        "Did you mean asam-2020?"
                    ),
                    (["score", "sds", "--answers", "[1]", "--policy", "x"], 64, "It has none"),
                    (["score", "./nowhere.json", "--answers", "[1]"], 64, "cannot be read"),
                ]
                for (words, code, told) in slips {
                    let said = try await cairn(words)
                    #expect(said.code == code, "\(words): \(said.code) \(said.errors)")
                    #expect(said.errors.contains(told), "\(words): \(said.errors)")
                    #expect(!said.errors.contains("4711"), "\(said.errors)")
                }
            }
        }

        @Test("Danger is told of a form that has no score, before everything else")
        func danger() async throws {
            try await Self.with { _, cairn in
                let said = try await cairn(["score", "phq-9", "--answers", #"{"9": 1}"#])
                #expect(said.code == 65 && said.output.hasPrefix("Today: Do a C-SSRS screen"))
                let json = try await cairn(
                    ["score", "c-ssrs-screener", "--json", "--answers", #"{"q4": "yes"}"#])
                #expect(json.output.contains(#""urgency" : "now""#), "\(json.output)")
            }
        }

        @Test("Each instrument is listed and shown, with what is not known marked")
        func shown() async throws {
            try await Self.with { _, cairn in
                let listed = try await cairn(["list", "--json"])
                struct Line: Decodable { var id: String }
                let lines = try JSONText.decode([Line].self, from: Array(listed.output.utf8))
                #expect(lines.count == 18)
                let table = try await cairn(["list"])
                for line in lines {
                    #expect(table.output.contains("\n\(line.id) "), "\(line.id)")
                    let page = try await cairn(["show", line.id])
                    #expect(page.code == 0, "\(page.errors)")
                    #expect(page.output.contains("[a clinician must confirm it]"), "\(line.id)")
                    #expect(page.output.contains("LICENCE AND SOURCES"), "\(line.id)")
                    let file = try await cairn(["show", line.id, "--json"])
                    let kept = try String(
                        contentsOf: Programs.root.appending(
                            path: "Sources/ClinicalRules/Data/instruments/\(line.id).json"),
                        encoding: .utf8)
                    #expect(file.output == kept + "\n", "\(line.id)")
                }
            }
        }

        @Test("An instrument that is added as docs/clinical/instruments.md says does what it says")
        func recipe() async throws {
            let page = try String(
                contentsOf: Programs.root.appending(path: "docs/clinical/instruments.md"),
                encoding: .utf8)
            let file = try #require(page.firstMatch(of: /```json\n([^`]*)```/)?.output.1)
            let session = try #require(page.firstMatch(of: /```\n(\$ cairn[^`]*)```/)?.output.1)
            try await Self.with { folder, _ in
                try file.write(
                    to: folder.appending(path: "week-3.json"), atomically: true, encoding: .utf8)
                let steps = session.split(separator: "$ ", omittingEmptySubsequences: true)
                #expect(steps.count == 3)
                for step in steps {
                    let lines = step.split(separator: "\n", maxSplits: 1)
                    let said = try await Execution(
                        "/bin/bash", ["-c", "\(lines[0]) 2>&1"], files: folder, folder: folder,
                        environment: ["PATH": "\(Programs.folder.path):/usr/bin:/bin"]
                    ).finish()
                    #expect(said.output == lines[1], "\(lines[0])")
                }
            }
        }

        @Test(
            "Each given vignette that the rules can judge has its level and its hard stop",
            arguments: PlacedVignette.all)
        func placed(_ vignette: PlacedVignette) async throws {
            try await Self.with { folder, cairn in
                let file = folder.appending(path: "ratings.json")
                try Data(JSONText.encode(vignette.file)).write(to: file)
                let said = try await cairn(["place", "--ratings", file.path, "--json"])
                #expect(said.code == 0, "\(vignette): \(said.errors)")
                struct Placed: Decodable {
                    var level: LevelOfCare
                    var hardStops: [String]
                    var notes: [String]
                }
                let placed = try JSONText.decode(Placed.self, from: Array(said.output.utf8))
                #expect(placed.level == vignette.level, "\(vignette)")
                #expect(placed.hardStops.first == vignette.hardStop, "\(vignette)")
                if let note = vignette.note {
                    #expect(placed.notes.contains { $0.contains(note) }, "\(placed.notes)")
                }
            }
        }

        @Test("What cannot be weighed is refused, and what is missing is named")
        func notPlaced() async throws {
            try await Self.with { folder, cairn in
                let file = folder.appending(path: "ratings.json")
                let slips: [(String, Int32, String)] = [
                    ("{}", 65, "c-ssrs-screener"), ("{}", 65, "seizure-now"),
                    ("{}", 65, "dimension 1"),
                    ("[]", 64, "not the JSON object"),
                    (#"{"rating": {}}"#, 64, "Did you mean ratings?"),
                    (#"{"ratings": {"7": 1}}"#, 64, "dimensions are 1, 2"),
                    (#"{"ratings": {"1": 5}}"#, 64, "none of 0, 1, 2, 3, 4"),
                    (#"{"ratings": {"1": 0, "D1": 0}}"#, 64, "rated twice"),
                    (#"{"edition": "asam-5"}"#, 64, "asam-4"),
                    (#"{"answers": {"seizure-nwo": 1}}"#, 64, "Did you mean seizure-now?"),
                    (#"{"answers": {"seizure-now": 2}}"#, 64, "neither yes nor no"),
                    (#"{"forms": {"ciwa-ar": [9]}}"#, 65, "0 to 7"),
                    (#"{"forms": {"ciwas": [1]}}"#, 64, "no instrument"),
                    (#"{"forms": {"c-ssrs-screener": {"q1": 0}}}"#, 65, "c-ssrs-screener"),
                ]
                for (text, code, told) in slips {
                    try text.write(to: file, atomically: true, encoding: .utf8)
                    let said = try await cairn(["place", "--ratings", file.path])
                    #expect(said.code == code, "\(text): \(said.code) \(said.errors)")
                    #expect(said.errors.contains(told), "\(text): \(said.errors)")
                }
                let gone = try await cairn(["place", "--ratings", "/nowhere"])
                #expect(gone.code == 64)
            }
        }
    }
}
