import ClinicalRules
import Foundation
import Messages
import TestKit
import Testing
import TherapyContract

@testable import TherapyTools

@Suite("The therapies that come with Cairn")
struct OwnTherapiesTests {
    private static let folders: [String] = {
        let place = Golden.root().appending(path: "Plugins").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.sorted().filter { name in
            FileManager.default.fileExists(atPath: "\(place)/\(name)/plugin.json")
        }
    }()

    @Test("Each is gold, its forms judged as the clinic's own", arguments: folders)
    func gold(name: String) async throws {
        let workshop = try Workshop()
        let source = Golden.root().appending(path: "Plugins/\(name)").path
        let isSwift = FileManager.default.fileExists(atPath: "\(source)/Package.swift")
        let staged = try StagedPlugin(isSwift ? source : workshop.take("Plugins/\(name)"))
        let report = try await TherapyCheck.report(
            onFolder: staged.folder, read: { try Self.contract(in: $0) },
            formCheck: InstrumentFile.faults)
        #expect(report.grade == .gold, "\(report.lines)")
    }

    /// The whole check of a contract, as `cairn plugin check` has it.
    private static func contract(in folder: String) throws -> PluginContract {
        let data = try Data(contentsOf: URL(filePath: folder).appending(path: "plugin.json"))
        return try ContractCheck.read(Array(data), form: InstrumentFile.faults)
    }

    @Test("Each has a page that names its settings, forms, facts and acts", arguments: folders)
    func page(name: String) throws {
        let contract = try Self.contract(
            in: Golden.root().appending(path: "Plugins/\(name)").path)
        let place = Golden.root().appending(path: "docs/plugins/therapies/\(name).md")
        let page = try String(contentsOf: place, encoding: .utf8)
        let forms = contract.forms.compactMap { form -> String? in
            guard case .object(let members) = form, case .string(let id)? = members["id"] else {
                return nil
            }
            return id
        }
        let names =
            contract.configuration.keys.sorted() + forms + contract.commands.map(\.name)
            + contract.acts.map(\.rawValue)
        for word in names { #expect(page.contains("`\(word)`"), "\(word)") }
    }
}
