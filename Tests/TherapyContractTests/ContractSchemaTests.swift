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
        "default is not", "a command that each therapy has", "is no number", "is no group's",
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

    @Test("A form is checked by the fields that docs/clinical/instrument.schema.json publishes")
    func instrument() throws {
        let file = Golden.root().appending(path: "docs/clinical/instrument.schema.json")
        let published = try JSONText.decode(
            JSONFragment.self, from: Array(try Data(contentsOf: file)))
        var definitions: JSONFragment = .null
        if case .object(let members) = published { definitions = members["$defs"] ?? .null }
        let own = try fields(in: .object(ContractForm.instrument.schema), definitions, at: "")
        #expect(own == (try fields(in: published, definitions, at: "")))
        #expect(own.count > 80)
    }

    /// Each field of a schema by its way, with whether it must be there and which words it takes.
    private func fields(
        in schema: JSONFragment, _ definitions: JSONFragment, at way: String
    ) throws -> [String] {
        guard case .object(var members) = schema else { return [] }
        if case .string(let reference)? = members["$ref"], case .object(let all) = definitions,
            case .object(let named)? = all[String(reference.split(separator: "/").last ?? "")]
        {
            members = named
        }
        var found: [String] = []
        if case .array(let words)? = members["enum"] {
            found.append("\(way): \(words.map { "\($0)" }.sorted())")
        }
        if let items = members["items"] {
            found += try fields(in: items, definitions, at: way + "[]")
        }
        if let parts = members["additionalProperties"] {
            found += try fields(in: parts, definitions, at: way + ".*")
        }
        guard case .object(let properties)? = members["properties"] else { return found }
        var needed: [JSONFragment] = []
        if case .array(let names)? = members["required"] { needed = names }
        for (name, part) in properties.sorted(by: { $0.key < $1.key }) {
            found.append("\(way).\(name)\(needed.contains(.string(name)) ? " needed" : "")")
            found += try fields(in: part, definitions, at: "\(way).\(name)")
        }
        return found
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
