import Foundation

@testable import ClinicClient
@testable import cairn

/// The page of all commands, `docs/operating/cli.md`: an introduction that is written by hand, and
/// below it what the commands declare.
struct CommandPage {
    /// The line at which the introduction ends.
    static let mark =
        "<!-- What follows is written by `UPDATE_GOLDEN=1 swift test --filter ManualTests`. -->"
    private static let width = 100

    private var lines: [String] = []

    /// The page with the introduction that it has now.
    static func text(below page: String) throws -> String {
        let introduction = page.components(separatedBy: mark)[0]
        var written = CommandPage()
        try written.write()
        return introduction + mark + "\n" + written.lines.joined(separator: "\n") + "\n"
    }

    private mutating func write() throws {
        lines += ["", "## Options that many commands take", ""]
        table(CommandDescription.common)
        for (title, commands) in try CommandDescription.groups() {
            lines += ["", "## \(title)"]
            for command in commands { add(command, level: "###") }
        }
    }

    private mutating func add(
        _ command: CommandDescription, level: String, isDefault: Bool = false
    ) {
        lines += ["", "\(level) \(command.path)", ""]
        if command.subcommands == nil { lines += ["    \(command.usage)", ""] }
        let note = isDefault ? " Without a subcommand this is what it does." : ""
        prose((command.abstract ?? "") + note + "\n\n" + (command.discussion ?? ""))
        if !command.own.isEmpty {
            lines.append("")
            table(command.own)
        }
        if !command.shared.isEmpty {
            let names = command.shared.compactMap(\.preferredName).map { "`\($0.text)`" }
            lines.append("")
            prose("It takes \(names.joined(separator: ", ")) too.")
        }
        for child in command.subcommands ?? [] {
            add(
                child, level: level + "#", isDefault: child.commandName == command.defaultSubcommand
            )
        }
    }

    private mutating func table(_ arguments: [CommandDescription.Argument]) {
        lines += ["| what | meaning |", "| --- | --- |"]
        lines += arguments.map {
            "| `\($0.fullForm)` | \($0.meaning.replacing("|", with: "\\|")) |"
        }
    }

    private mutating func prose(_ text: String) {
        let paragraphs = Prose.paragraphs(of: text)
            .map { Prose.lines(of: $0, width: CommandPage.width) }
        lines += paragraphs.joined(separator: [""])
    }
}
