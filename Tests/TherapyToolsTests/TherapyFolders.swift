import Foundation
import Messages
import TestKit
import TherapyContract

@testable import TherapyTools

/// A folder for a test, with everything in it removed at its end.
final class Workshop {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "workshop-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A therapy of the project, with the kit for Python beside it.
    func take(_ path: String) throws -> String {
        let files = FileManager.default
        let target = folder.appending(path: URL(filePath: path).lastPathComponent)
        try files.copyItem(at: Golden.root().appending(path: path), to: target)
        if files.fileExists(atPath: target.appending(path: "therapy.py").path) {
            try files.copyItem(
                at: Golden.root().appending(path: "Plugins/python/cairn_therapy"),
                to: target.appending(path: "cairn_therapy"))
        }
        return target.path
    }
}

enum TherapyFolders {
    @Sendable static func contract(_ folder: String) throws -> PluginContract {
        let data = try Data(contentsOf: URL(filePath: folder).appending(path: "plugin.json"))
        do { return try JSONText.decode(PluginContract.self, from: Array(data)) } catch {
            throw Refusal("plugin.json is no contract.", remedy: "Mend it.")
        }
    }

    /// What the check says to a folder as its author has it.
    static func report(on folder: String) async throws -> CheckReport {
        let staged = try StagedPlugin(folder)
        return try await TherapyCheck.report(
            onFolder: staged.folder, read: contract, formCheck: { _ in [] })
    }
}
