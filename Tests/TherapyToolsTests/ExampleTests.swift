import Foundation
import Messages
import TestKit
import Testing
import TherapyContract

@testable import TherapyTools

@Suite("The examples")
struct ExampleTests {
    @Test(
        "Each is gold",
        arguments: ["breathing", "gratitude", "urges"])
    func gold(name: String) async throws {
        let workshop = try Workshop()
        // What is compiled is taken from where this build has put it.
        let place = Golden.root().appending(path: "Plugins/examples/\(name)")
        let isCompiled = FileManager.default.fileExists(
            atPath: place.appending(path: "Package.swift").path)
        let report = try await TherapyFolders.report(
            on: isCompiled ? place.path : workshop.take("Plugins/examples/\(name)"))
        #expect(report.grade == .gold, "\(report.lines)")
    }

    @Test("The example in Perl answers the conversation of the page as it is printed")
    func conversation() throws {
        let page = try String(
            contentsOf: Golden.root().appending(path: "docs/plugins/pipe.md"), encoding: .utf8)
        let lines = page.split(separator: "\n").filter { $0.hasPrefix("→ ") || $0.hasPrefix("← ") }
        try #require(lines.count > 10)
        let folder = Golden.root().appending(path: "Plugins/examples/urges").path
        let child = try ChildProcess(["perl", "therapy.pl"], in: folder)
        var buffer = LineBuffer()
        let deadline = ContinuousClock.now + .seconds(30)
        for line in lines {
            let text = Array(line.dropFirst(2).utf8)
            guard line.hasPrefix("←") else {
                #expect(child.write(text + [UInt8(ascii: "\n")], until: deadline))
                continue
            }
            var answers: [[UInt8]] = []
            while answers.isEmpty {
                let bytes = try #require(child.read(until: deadline), "\(child.log)")
                answers = try buffer.take(bytes)
            }
            let given = try JSONText.decode(JSONFragment.self, from: answers[0])
            let printed = try JSONText.decode(JSONFragment.self, from: text)
            #expect(given == printed)
        }
    }

    @Test("A therapy that is played twice with one seed does the same, and shows it")
    func played() async throws {
        let workshop = try Workshop()
        let folder = try workshop.take("Plugins/examples/gratitude")
        let program = Program(try TherapyFolders.contract(folder), in: folder)
        func lines(seed: UInt64) async throws -> [String] {
            var lines: [String] = []
            _ = try await PlayedWeeks(program, seed: seed, clients: 3)
                .play(weeks: 6) { lines.append($0) }
            return lines
        }
        let first = try await lines(seed: 1)
        #expect(try await lines(seed: 1) == first)
        #expect(try await lines(seed: 2) != first)
        #expect(first.contains { $0.contains("finished keeping") })
        #expect(first.contains("Week of 2026-12-28"))
    }
}

@Suite("A therapy that is begun")
struct ScaffoldTests {
    private func made(_ name: String, _ language: Scaffold.Language, in workshop: Workshop)
        throws -> String
    {
        let folder = workshop.folder.appending(path: "made-\(name)").path
        try Scaffold(name, in: language, from: Golden.root().path).make(at: folder)
        return folder
    }

    @Test(
        "In a language without a compiler it is gold once its author has written its texts",
        arguments: ["manifest", "python"])
    func gold(word: String) async throws {
        let workshop = try Workshop()
        let language = try #require(Scaffold.Language(rawValue: word))
        let folder = try made("inner-calm", language, in: workshop)
        #expect(try TherapyFolders.contract(folder).id == "inner-calm")
        let begun = try await TherapyFolders.report(on: folder)
        #expect(begun.grade == .silver, "\(begun.lines)")
        let line = try #require(begun.lines.first { $0.name == "written" })
        guard case .broken(let faults) = line.verdict else { throw ScaffoldFault.unfit(word) }
        // Each place by itself.
        let told = faults.map(\.problem).joined(separator: "\n")
        for place in [
            "source is", "curriculum[0].modules[0].title", "curriculum[0].modules[0].goal",
            "curriculum[0].modules[1].title", "practice[0].title",
        ] { #expect(told.contains("plugin.json: \(place)"), "\(told)") }

        let file = "\(folder)/plugin.json"
        var text = try String(contentsOfFile: file, encoding: .utf8)
        for placeholder in Placeholders.ofTemplates {
            text = text.replacing("\"\(placeholder)\"", with: "\"Breathe slowly and look around.\"")
        }
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let report = try await TherapyFolders.report(on: folder)
        #expect(report.grade == .gold, "\(report.lines)")
    }

    @Test("Each text of a template that an author has to write is known as a placeholder")
    func placeholders() throws {
        for language in Scaffold.Language.allCases {
            let file = Golden.root().appending(
                path: "Plugins/templates/\(language.rawValue)/plugin.json")
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /"(title|goal|source)": "([^"]*)"/) {
                #expect(
                    Placeholders.ofTemplates.contains(String(match.output.2)), "\(match.output.2)")
            }
        }
    }

    @Test("No name of the template is left in it", arguments: Scaffold.Language.allCases)
    func named(language: Scaffold.Language) throws {
        let workshop = try Workshop()
        let folder = try made("inner-calm", language, in: workshop)
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        for name in try #require(names) {
            #expect(!name.contains("NewTherapy"))
            let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            for word in ["new-therapy", "new_therapy", "NewTherapy", "New therapy"] {
                #expect(text?.contains(word) != true, "\(name) has \(word)")
            }
        }
        guard language == .swift else { return }
        let program = "\(folder)/Sources/InnerCalmTherapy/InnerCalmTherapy.swift"
        let text = try String(contentsOfFile: program, encoding: .utf8)
        #expect(text.contains("struct InnerCalmTherapy: Therapy"))
    }

    @Test(
        "A name that no therapy can have is refused",
        arguments: [
            "", "Calm", "inner calm", "-calm", "calm-", "inner--calm", "1calm", "scheduler", "hub",
            "cálm", "../calm", String(repeating: "a", count: 33),
        ])
    func unfit(name: String) {
        #expect(throws: ScaffoldFault.unfit(name)) {
            try Scaffold(name, in: .manifest, from: Golden.root().path)
        }
    }

    @Test("Nothing is written over, and without templates nothing is made")
    func refused() throws {
        let workshop = try Workshop()
        let folder = workshop.folder.path
        #expect(throws: ScaffoldFault.exists(folder)) {
            try Scaffold("calm", in: .manifest, from: Golden.root().path).make(at: folder)
        }
        #expect(throws: ScaffoldFault.noTemplates(folder)) {
            try Scaffold("calm", in: .manifest, from: folder)
        }
    }

    @Test("What a clinic gets has neither tests nor sources, and what is not built is said")
    func staged() throws {
        let workshop = try Workshop()
        let python = try StagedPlugin(try made("calm", .python, in: workshop))
        let names = try FileManager.default.contentsOfDirectory(atPath: python.folder).sorted()
        #expect(names == ["cairn_therapy", "plugin.json", "therapy.py"])
        let swift = try made("deep-calm", .swift, in: workshop)
        #expect(throws: StagingFault.unbuilt(swift)) { try StagedPlugin(swift) }
        #expect(throws: StagingFault.noManifest("/nowhere")) { try StagedPlugin("/nowhere") }
    }
}
