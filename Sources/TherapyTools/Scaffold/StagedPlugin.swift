internal import Foundation
package import Messages

/// A therapy's folder as a clinic gets it: without what it was built and tested from.
package final class StagedPlugin {
    /// A folder that is removed with this value.
    package let folder: String
    /// Where it was made from.
    package let source: String

    /// What an author keeps beside a therapy, and a clinic does not need.
    private static let left: Set<String> = [
        "Package.swift", "Package.resolved", "Sources", "Tests", "tests", "README.md",
        "__pycache__",
    ]

    /// - Throws: a ``StagingFault``.
    package init(_ source: String) throws {
        self.source = source
        let files = FileManager.default
        folder = files.temporaryDirectory.appending(path: "cairn-plugin-\(UUID().uuidString)").path
        let manifest = "\(source)/plugin.json"
        guard files.fileExists(atPath: manifest) else {
            throw StagingFault.noManifest(source)
        }
        do {
            try files.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            for name in try files.contentsOfDirectory(atPath: source)
            where !Self.left.contains(name) && !name.hasPrefix(".") && !name.hasPrefix("test_") {
                try files.copyItem(atPath: "\(source)/\(name)", toPath: "\(folder)/\(name)")
            }
            try Self.clear(folder)
            if files.fileExists(atPath: "\(source)/Package.swift") { try stageProgram() }
        } catch let error as CocoaError {
            let number = (error.underlying as? POSIXError)?.code.rawValue
            throw StagingFault.uncopied(
                number.map { SystemFault($0).text } ?? "a file is not there, or cannot be read")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Takes away what an interpreter left in folders below.
    private static func clear(_ folder: String) throws {
        let files = FileManager.default
        let names = files.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        for name in names.sorted(by: >) where name.hasSuffix("__pycache__") {
            try files.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    /// Puts the program there that `swift build` made: in the therapy's own folder, or in the package
    /// that the folder is part of.
    private func stageProgram() throws {
        let data = FileManager.default.contents(atPath: "\(source)/plugin.json") ?? Data()
        let manifest = try? JSONText.decode(Command.self, from: Array(data))
        guard let name = manifest?.command?.first, !name.contains("/") else { return }
        let built = packages.flatMap { package in
            ["release", "debug"].map { "\(package)/.build/\($0)/\(name)" }
        }
        guard let program = built.first(where: FileManager.default.isExecutableFile) else {
            throw StagingFault.unbuilt(source)
        }
        try FileManager.default.copyItem(atPath: program, toPath: "\(folder)/\(name)")
    }

    /// The folder and those above it that are packages of Swift, the nearest first.
    private var packages: [String] {
        var folder = URL(filePath: source).standardizedFileURL
        var packages = [folder.path]
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
            {
                packages.append(folder.path)
            }
        }
        return packages
    }

    /// Of a `plugin.json` that may be wrong in all else.
    private struct Command: Decodable { var command: [String]? }
}

/// Why a folder cannot be made into what a clinic gets.
package enum StagingFault: Remediable, Equatable {
    case noManifest(String)
    case unbuilt(String)
    case uncopied(String)

    package var advice: Advice {
        switch self {
        case .noManifest(let folder):
            Advice(
                "There is no plugin.json in \(folder.printable(upTo: 200)).",
                remedy: "Name a therapy's folder, or make one with `cairn plugin new NAME"
                    + " --language python`.")
        case .unbuilt(let folder):
            Advice(
                "The program of \(folder.printable(upTo: 200)) is not built.",
                remedy: "Run swift build --package-path \(folder.printable(upTo: 200)), and try"
                    + " again.")
        case .uncopied(let reason):
            Advice(
                "Could not copy the therapy's folder: \(reason).",
                remedy: "Free some space in the folder for temporary files, or make it writable.")
        }
    }
}
