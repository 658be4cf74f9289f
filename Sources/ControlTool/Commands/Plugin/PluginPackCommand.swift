internal import ArgumentParser
internal import ClinicFiles
internal import Foundation
internal import Messages
internal import TherapyContract
internal import TherapyTools

/// Makes of an author's folder what a clinic gets.
struct PluginPackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack", abstract: "Make the folder that a clinic gets, and tell its hash.",
        discussion: """
            It holds plugin.json and the program, and not what they were built and tested from. \
            `cairn plugin enable` approves this hash, if nobody has changed the folder since.
            """)

    @Argument(help: "The therapy's folder.", completion: .directory)
    var folder: String

    @Option(
        help: ArgumentHelp(
            "The folder to make (default: the id and .packed, here).", valueName: "folder"),
        completion: .directory)
    var to: String?

    func run() throws {
        let staged = try StagedPlugin(folder)
        let therapy = try PluginReading.therapy(staged.folder, of: folder)
        let (id, version) = (therapy.contract.id, therapy.contract.version)
        let target = to ?? "\(id).packed"
        guard !FileManager.default.fileExists(atPath: target) else {
            throw Refusal(
                "\(target) is there already.", remedy: "Remove it, or name another with --to.")
        }
        let hash: String
        do throws(PluginTree.Fault) { hash = try therapy.tree.copy(to: target) } catch {
            try? FileManager.default.removeItem(atPath: target)
            throw Refusal(
                "Could not pack \(folder): \(error.text).", remedy: "Mend that, and try again.")
        }
        try Output(
            "Packed \(id), \(version), as \(target), content \(hash).",
            notes: ["Next: `cairn plugin add \(target)`, for a clinic."]
        ).show()
    }
}
