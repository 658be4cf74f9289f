import Foundation
import Messages
import TestKit
import TestSupport
import Testing

@testable import TherapyContract

@Suite("The published schema of plugin.json")
struct ContractSchemaTests {
    private static let path = "docs/plugins/plugin.schema.json"

    @Test("The file is the one that the check is made of")
    func golden() throws {
        let text = try JSONText.readable(PluginContract.schema) + "\n"
        let difference = try Golden.difference(text, path: Self.path)
        #expect(difference == nil, "\(difference?.expected ?? "")\n---\n\(difference?.made ?? "")")
    }

    /// Slips that a schema cannot see: names that must be there, or once, or mean something else.
    private static let unseen = [
        "again", "is no practice", "is no fact", "is no form", "did you mean skills?",
        "did you mean urge?", "a name of Cairn's own", "a program", "lies outside",
        "“../../../bin/python”", "stands twice", "least above its most", "which it does not read",
        "is its own", "names or contacts", "did you mean scheduler.attendance.recorded?",
        "default is not", "a command that each therapy has", "is no number",
    ]

    @Test("It and the check take the same manifests, and refuse the same")
    func same() throws {
        var table: [(text: String, fits: Bool)] = [
            (Manifest.whole, true), (Manifest.least, true),
            (Manifest.offering((0..<64).map { "o\($0)" }), true),
            (Manifest.offering((0..<65).map { "o\($0)" }), false),
        ]
        for slip in ContractCheckTests.slips where !Self.unseen.contains(where: slip.told.contains)
        {
            table.append((Manifest.changed(slip.old, to: slip.new), false))
        }
        #expect(table.count > 25)
        let verdicts = try validated(table.map(\.text))
        try #require(verdicts.count == table.count, "\(verdicts)")
        for (entry, verdict) in zip(table, verdicts) {
            #expect(verdict == (entry.fits ? "fits" : "refused"), "\(entry.text)")
            #expect(Manifest.faults(in: entry.text).isEmpty == entry.fits, "\(entry.text)")
        }
    }

    /// What a validator of others says of each.
    private func validated(_ manifests: [String]) throws -> [Substring] {
        let root = Golden.root()
        let lines = try manifests.map { text in
            String(
                decoding: try JSONText.encode(
                    JSONText.decode(JSONFragment.self, from: Array(text.utf8))), as: UTF8.self)
        }
        let folder = try TemporaryFolder()
        let file = URL(filePath: folder.path + "/manifests")
        try (lines.joined(separator: "\n") + "\n").write(
            to: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = root.appending(path: "Tests/python3-with")
        process.arguments = [
            "jsonschema", "--",
            root.appending(path: "Tests/TherapyContractTests/Validator/validate.py").path,
            root.appending(path: Self.path).path,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = try FileHandle(forReadingFrom: file)
        try process.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: said, as: UTF8.self).split(separator: "\n")
    }
}
