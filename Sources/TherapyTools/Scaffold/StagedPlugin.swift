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

    /// - Parameter tree: where a therapy that lies in it has its program and its kit.
    /// - Throws: a ``StagingFault``.
    package init(_ source: String, in tree: BuiltTree? = .own) throws {
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
            let tree = tree.flatMap { $0.holds(source) ? $0 : nil }
            if files.fileExists(atPath: "\(source)/Package.swift") {
                try stageProgram(of: tree)
            } else if let tree {
                try stageKit(of: tree)
            }
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

    /// Puts the program there that `swift build` made: the therapy's own, or with all of the tree.
    private func stageProgram(of tree: BuiltTree?) throws {
        guard let name = Self.command(of: source).first, !name.contains("/") else { return }
        let built = Self.programs(named: name, of: source, in: tree)
        guard let program = built.first(where: FileManager.default.isExecutableFile) else {
            throw StagingFault.unbuilt(source)
        }
        try ChildProcess.whileNothingStarts {
            try FileManager.default.copyItem(atPath: program, toPath: "\(folder)/\(name)")
        }
    }

    /// Puts the kit beside a program in Python that has none of its own.
    private func stageKit(of tree: BuiltTree) throws {
        let (files, module) = (FileManager.default, BuiltTree.pythonModule)
        guard Self.command(of: source).first == "python3",
            !files.fileExists(atPath: "\(folder)/\(module)")
        else {
            return
        }
        try files.copyItem(atPath: tree.pythonKit, toPath: "\(folder)/\(module)")
        try Self.clear(folder)
    }

    /// Where the program of a therapy may be that is built from its folder.
    package static func programs(of source: String, in tree: BuiltTree? = .own) -> [String] {
        guard FileManager.default.fileExists(atPath: "\(source)/Package.swift"),
            let name = command(of: source).first, !name.contains("/")
        else { return [] }
        return programs(
            named: name, of: source, in: tree.flatMap { $0.holds(source) ? $0 : nil })
    }

    private static func programs(named name: String, of source: String, in tree: BuiltTree?)
        -> [String]
    {
        ["release", "debug"].map { "\(source)/.build/\($0)/\(name)" }
            + [tree?.program(name)].compactMap(\.self)
    }

    /// What starts the program of a folder; empty for none.
    private static func command(of source: String) -> [String] {
        let data = FileManager.default.contents(atPath: "\(source)/plugin.json") ?? Data()
        return (try? JSONText.decode(Command.self, from: Array(data)))?.command ?? []
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
