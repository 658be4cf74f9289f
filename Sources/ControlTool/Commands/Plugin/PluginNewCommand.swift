internal import ArgumentParser
internal import Foundation
internal import Messages
internal import Platform
internal import TherapyTools

/// Begins a therapy.
struct PluginNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Begin a therapy: a folder with a test that passes.",
        discussion: """
            Makes a folder with plugin.json, and with a program in Swift or Python unless the \
            contract alone is to be the therapy. docs/plugins/authoring.md leads on from there.
            """)

    @Argument(
        help: "The therapy's id: small letters, digits and hyphens.")
    var name: String

    @Option(
        help: "swift, python or manifest.", completion: .list(["swift", "python", "manifest"]),
        transform: PluginNewCommand.language)
    var language: Scaffold.Language

    @Option(
        help: ArgumentHelp("The folder to make (default: the name, here).", valueName: "folder"),
        completion: .directory)
    var to: String?

    @Option(
        help: ArgumentHelp(
            "The folder of Cairn's sources (default: where this program was built).",
            valueName: "folder"),
        completion: .directory)
    var cairn: String?

    func run() throws {
        let folder = to ?? name
        try Scaffold(name, in: language, from: cairn ?? SourceFolder.path).make(at: folder)
        let test =
            switch language {
            case .swift: "swift test --package-path \(folder)"
            case .python: "python3 -m unittest discover -s \(folder)"
            case .manifest: "cairn plugin check \(folder)"
            }
        try Output("Made \(folder).", notes: ["Next: \(test)"]).show()
    }

    private static func language(_ word: String) throws -> Scaffold.Language {
        guard let language = Scaffold.Language(rawValue: word) else {
            throw ValidationError("--language takes swift, python or manifest.")
        }
        return language
    }
}

/// Where Cairn's sources are that this program was built from.
enum SourceFolder {
    /// The nearest folder around the program that has templates; the current one if there is none.
    static var path: String {
        var folder = URL(filePath: RunningProgram.folder)
        while folder.path != "/" {
            let templates = folder.appending(path: "Plugins/templates").path
            if FileManager.default.fileExists(atPath: templates) { return folder.path }
            folder.deleteLastPathComponent()
        }
        return FileManager.default.currentDirectoryPath
    }
}
