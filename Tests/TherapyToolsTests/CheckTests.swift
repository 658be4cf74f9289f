import Foundation
import Messages
import TestKit
import Testing
import TherapyContract

@testable import TherapyTools

/// Therapies that break one rule each, by the name of the check that must find it.
private struct BadPlugin {
    let name: String
    let folder: URL

    static let source = Golden.root().appending(path: "Tests/TherapyToolsTests/BadPlugins")

    /// Puts a therapy together: the plain one, with what the files of that name change.
    init(_ name: String) throws {
        self.name = name
        let files = FileManager.default
        folder = files.temporaryDirectory.appending(path: "bad-\(name)-\(UUID().uuidString)")
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        try files.copyItem(
            at: Self.source.appending(path: "plain.py"), to: folder.appending(path: "plain.py"))
        let own = Self.source.appending(path: "\(name).py")
        let program =
            try? String(contentsOf: own, encoding: .utf8)
        try (program ?? "from plain import Plain\n\nPlain().run()\n")
            .write(to: folder.appending(path: "therapy.py"), atomically: true, encoding: .utf8)
        try manifest().write(to: folder.appending(path: "plugin.json"))
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    private func manifest() throws -> Data {
        func members(_ file: String) throws -> [String: JSONFragment] {
            let data = try Data(contentsOf: Self.source.appending(path: file))
            return try JSONText.decode([String: JSONFragment].self, from: Array(data))
        }
        var whole = try members("plugin.json")
        for (field, value) in (try? members("\(name).json")) ?? [:] {
            whole[field] = value == .null ? nil : value
        }
        return Data(try JSONText.encode(whole))
    }

    /// - Parameter chosen: the check alone that is tried beside the first ones; `nil` for all.
    func report(only chosen: String? = nil) async throws -> CheckReport {
        let plain = try BadPlugin.plain()
        defer { plain.remove() }
        return try await TherapyCheck.report(
            onFolder: folder.path, before: plain.folder.path, only: chosen.map { [$0] },
            read: TherapyFolders.contract,
            formCheck: { form in
                guard case .object(let members) = form, members["answerSets"] != nil else {
                    return [PlacedFault("has no bounds", "write answerSets", at: [])]
                }
                return []
            })
    }

    static func plain() throws -> BadPlugin { try BadPlugin("plain-itself") }
}

@Suite("The check of a therapy")
struct CheckTests {
    @Test("A therapy that is all right is gold, and nothing is untried")
    func plain() async throws {
        let plain = try BadPlugin.plain()
        defer { plain.remove() }
        let report = try await plain.report()
        #expect(report.grade == .gold, "\(report.lines)")
        #expect(report.lines.map(\.name) == TherapyCheck.names)
    }

    @Test("Each check fails a therapy that breaks its rule alone", arguments: TherapyCheck.names)
    func broken(name: String) async throws {
        let bad = try BadPlugin(name)
        defer { bad.remove() }
        let report = try await bad.report(only: name)
        let line = try #require(report.lines.first { $0.name == name })
        guard case .broken(let advice) = line.verdict else {
            Issue.record("\(name) was not found: \(report.lines)")
            return
        }
        #expect(!advice.isEmpty)
        #expect(report.grade.map { $0 < line.grade } ?? true)
        // All before it holds: the rule is broken by itself.
        for other in report.lines.prefix(while: { $0.name != name }) {
            guard case .held = other.verdict else {
                Issue.record("\(other)")
                continue
            }
        }
    }

    @Test("Each of the bad therapies is of a check")
    func walk() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: BadPlugin.source.path)
        let names = Set(
            files.map { String($0.prefix { $0 != "." }) }.filter {
                !["plain", "plugin"].contains($0)
            }
        ).filter { !$0.hasPrefix("__") }
        #expect(names == Set(TherapyCheck.names))
    }
}
