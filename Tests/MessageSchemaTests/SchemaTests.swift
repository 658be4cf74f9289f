import Foundation
import MessageSchema
import Messages
import TestKit
import Testing

@Suite("cairn schema: derived from the declarations, valid by an independent validator")
struct SchemaTests {
    @Test("Each message has a schema under its golden file's name, and each name is one schema")
    func names() throws {
        let names = SchemaSubject.all.map(\.name)
        #expect(Set(names).count == names.count)
        let folder = Golden.root().appendingPathComponent("docs/protocol")
        let golden = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
        #expect(Set(golden).subtracting(names) == [])
        #expect(golden.count > 90)
    }

    @Test(
        "A schema is found by type, by name, and for a plugin's own event",
        arguments: [
            ("scheduler.session.scheduled.v1", "event.scheduler.session.scheduled.v1"),
            ("scheduler.plan-week.v1", "command.scheduler.plan-week.v1"),
            ("scheduler.week.v1", "query.scheduler.week.v1"),
            ("view.scheduler.week.v1", "view.scheduler.week.v1"),
            ("cbt.catalog.session-offered.v1", "event.any.catalog.session-offered.v1"),
            ("event.cbt.catalog.session-offered.v1", "event.any.catalog.session-offered.v1"),
            ("heartbeat.v1", "heartbeat.v1"), ("nobody.knows.this.v1", nil),
            ("scheduler.session.scheduled.v2", nil),
        ])
    func found(name: String, expected: String?) {
        #expect(SchemaSubject.named(name).map(\.name) == [expected].compactMap(\.self))
    }

    @Test("No name means two schemas")
    func oneMeaning() {
        for subject in SchemaSubject.all {
            #expect(SchemaSubject.named(subject.name).count == 1)
            let type = subject.name.split(separator: ".").dropFirst().joined(separator: ".")
            #expect(SchemaSubject.named(type).count <= 1, "\(type)")
        }
    }

    @Test("What a schema requires is what decoding requires")
    func required() throws {
        func check<Body: Message>(_ type: Body.Type, _ name: String) throws {
            let subject = try #require(SchemaSubject.named(name).first)
            let schema = try document(of: subject)
            let example = try JSONText.decode(
                [String: JSONFragment].self, from: JSONText.encode(type.example))
            for field in example.keys {
                let rest = try JSONText.encode(example.filter { $0.key != field })
                let isRequired = schema["required"]?.contains(.string(field)) ?? false
                let isMissed = (try? JSONText.decode(Body.self, from: rest)) == nil
                #expect(isMissed == isRequired, "\(name): \(field)")
            }
        }
        for type in MessageCatalog.events {
            try check(type, "event.\(type.owner?.text ?? "any").\(type.localType)")
        }
        for type in MessageCatalog.commands { try check(type, type.type) }
        for type in MessageCatalog.queries { try check(type, type.type) }
        for type in MessageCatalog.peerCommands {
            try check(type, "scheduler.\(type.verb).v\(type.version)")
        }
        for type in MessageCatalog.therapyCommands {
            try check(type, "dbt.\(type.verb).v\(type.version)")
        }
        for type in MessageCatalog.peerQueries {
            try check(type, "scheduler.\(type.name).v\(type.version)")
        }
    }

    /// The lists of a schema's own members.
    private func document(of subject: SchemaSubject) throws -> [String: [JSONFragment]] {
        guard case .object(let members) = try subject.document() else { return [:] }
        return members.compactMapValues {
            if case .array(let list) = $0 { list } else { nil }
        }
    }

    @Test("JSON Schema 2020-12: golden files fit, broken ones do not, newer ones do")
    func schemas() async throws { try await judge() }

    @Test(
        "The AsyncAPI document is one of 3.0.0 by the specification's own schema",
        .enabled(if: officialSchema != nil, "CAIRN_ASYNCAPI_SCHEMA names no file"))
    func asyncAPI() async throws {
        let official = try #require(officialSchema)
        try await judge(by: official)
    }

    /// Prints everything into a folder, and has it judged.
    private func judge(by official: String? = nil) async throws {
        let folder = URL(filePath: "/tmp/cairn-schema-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func write(_ document: JSONFragment, _ name: String) throws {
            try JSONText.readable(document).write(
                to: folder.appending(path: "\(name).json"), atomically: true, encoding: .utf8)
        }
        for subject in SchemaSubject.all { try write(try subject.document(), subject.name) }
        try write(try AsyncAPIDocument(version: "0").document(), "asyncapi")

        let root = Golden.root()
        let process = Process()
        process.executableURL = root.appending(path: "Tests/python3-with")
        process.arguments =
            [
                "jsonschema", "--",
                root.appending(path: "Tests/MessageSchemaTests/Validator/validate.py").path,
                folder.path, root.appending(path: "docs/protocol").path,
            ] + (official.map { ["--official", $0] } ?? [])
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let said = String(
            decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
        #expect(said.contains("golden files"), "\(said)")
    }
}

/// The AsyncAPI initiative's JSON Schema of 3.0.0. It is no part of this project: whoever has the
/// file (`schemas/3.0.0.json` of their spec-json-schemas) puts it beside the validator, or names it.
private let officialSchema: String? = {
    let place = "Tests/MessageSchemaTests/Validator/asyncapi-3.0.0.json"
    let named = ProcessInfo.processInfo.environment["CAIRN_ASYNCAPI_SCHEMA"].map { [$0] }
    return ((named ?? []) + [Golden.root().appending(path: place).path])
        .first { FileManager.default.fileExists(atPath: $0) }
}()
